import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { runCommand, type ServerProcess, startWorker } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* What a server writes in production is read by programs: each line is JSON, whatever happens to it. */

const folder = mkdtempSync(join(tmpdir(), 'latchkey-lines-'))
/** Makes Node warn in every thread, and at SIGUSR2 a mistake in the main thread that nobody catches. */
const mischief = join(folder, 'mischief.mjs')
writeFileSync(
  mischief,
  `import { isMainThread } from 'node:worker_threads'
   setTimeout(() => process.emitWarning('made up', 'DeprecationWarning', 'DEP0000'), 500).unref()
   if (isMainThread) process.on('SIGUSR2', () => { throw new Error('a made up\\nmistake') })
   else setTimeout(() => console.log('printed by a library'), 500).unref()`,
)

let testbed: Testbed
beforeAll(async () => {
  testbed = await openTestbed({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://login.example.com',
    MAIL_FROM: 'Latchkey <no-reply@login.example.com>',
    DRAIN_SECONDS: '0',
    RATE_LIMITS: 'on',
    // Near the name of a setting.
    LINK_TTL: '60',
    NODE_OPTIONS: `--import=${pathToFileURL(mischief)}`,
  })
})
afterAll(async () => {
  await testbed.close()
  rmSync(folder, { recursive: true, force: true })
})

type Line = { event?: string; msg?: string; message?: string; err?: { message: string } }

/** @throws SyntaxError with the line that is not JSON. */
function linesIn(output: string): Line[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      try {
        return JSON.parse(line) as Line
      } catch {
        throw new SyntaxError(`Not JSON: ${line}`)
      }
    })
}

const eventsOf = ({ output }: ServerProcess) => linesIn(output()).map(({ event }) => event)

test('a start, a request, an error, warnings of both threads and a shutdown', async () => {
  const server = await testbed.start()
  await call(server, 'recovery.request', { email: 'ada@example.test' }, { host: 'nobody' })
  await call(server, 'recovery.request', '{')
  await expect.poll(server.output).toContain('printed by a library')
  const warnings = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.includes('DEP0000'))
  await expect.poll(() => warnings().length).toBe(2)
  await testbed.postOffice.close()
  await testbed.addAccount('ada@example.test')
  await call(server, 'recovery.request', { email: 'ada@example.test' })
  await expect.poll(server.output).toContain('message.delayed')
  await testbed.postOffice.open()
  expect(await server.kill('SIGTERM')).toBe(0)
  const events = eventsOf(server)
  for (const event of [
    'web.started',
    'worker.started',
    'service.note',
    'node.warning',
    'web.stopped',
  ])
    expect(events).toContain(event)
})

test('a mistake that nobody catches is logged, and ends the process', async () => {
  const server = await testbed.start()
  expect(await server.kill('SIGUSR2')).toBe(1)
  expect(linesIn(server.output()).at(-1)).toMatchObject({
    event: 'service.crashed',
    err: { message: 'a made up\nmistake' },
  })
})

test('a worker in a process of its own', async () => {
  const worker = await startWorker(testbed.environment)
  await expect.poll(worker.output).toContain('node.warning')
  expect(await worker.kill('SIGTERM')).toBe(0)
  expect(eventsOf(worker)).toContain('worker.stopped')
})

test('starts that are refused', async () => {
  const port = await freePort()
  const taken = createServer().listen(port, '127.0.0.1')
  const { environment } = testbed
  const here = { ...environment, HOST: '127.0.0.1', PORT: String(port) }
  const refused: [string[], Record<string, string>, string][] = [
    [['start'], { ...here, MAIL_FROM: '' }, 'MAIL_FROM'],
    [['start'], here, 'is in use by another program'],
    [['start', '--json'], here, 'is in use by another program'],
    [['start', '--wrong'], here, "unknown option '--wrong'"],
    [['worker'], { ...here, DATABASE_URL: 'postgres://u:p@127.0.0.1:1/none' }, '127.0.0.1:1'],
    [['worker', '--config', './not-there.js'], here, 'not-there'],
  ]
  for (const [args, settings, why] of refused) {
    const { code, output, errors } = await runCommand(args, settings)
    expect(code).toBe(1)
    const lines = linesIn(output + errors)
    expect(lines.find(({ event }) => event === 'service.failed')?.message).toContain(why)
  }
  taken.close()
})

test('a person at a terminal still reads sentences', async () => {
  const { code, errors } = await runCommand(['user', 'list', '--wrong'], testbed.environment)
  expect(code).toBe(1)
  expect(errors).toContain("error: unknown option '--wrong'\n")
})
