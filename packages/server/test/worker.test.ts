import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Latchkey, RecoveryEvent } from '@latchkey/server'
import { runWorker } from '@latchkey/server/worker'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openWorld, type World } from './kit/postgres-world.ts'

/* Workers that import the module of an application, on a real PostgreSQL. They run the built package. */

const module = new URL('./kit/latchkey-module.ts', import.meta.url)
const bin = fileURLToPath(new URL('../bin/latchkey.js', import.meta.url))
const caller = { remoteAddress: '192.0.2.7', headers: {} }

let world: World
let settings: Record<string, string>
beforeAll(async () => {
  world = await openWorld()
  const { database, secret, mail } = await world.options()
  settings = {
    WORLD_DATABASE: String(database),
    WORLD_SECRET: String(secret),
    WORLD_SMTP: 'smtp' in mail ? String(mail.smtp) : '',
  }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
})
afterAll(() => world.close())

/** The application itself, without a worker of its own unless it is said. */
async function application(worker: 'elsewhere' | 'thread' = 'elsewhere'): Promise<Latchkey> {
  const latchkey = await world.open({
    module: module.href,
    database: settings.WORLD_DATABASE,
    secret: settings.WORLD_SECRET,
    worker,
  })
  await latchkey.ready()
  return latchkey
}

test('a thread beside the server sends the emails, and its events are heard', async () => {
  const latchkey = await application('thread')
  const events: RecoveryEvent[] = []
  latchkey.on('message.handed-over', (event) => events.push(event))
  await world.addAccount(latchkey, 'thread@example.test')
  await latchkey.recovery.request({ email: 'thread@example.test' }, caller)
  const { token } = await world.mail.emailTo('thread@example.test')
  expect(await latchkey.recovery.verifyToken({ token }, caller)).toMatchObject({
    status: 'verified',
  })
  await expect.poll(() => events).toMatchObject([{ kind: 'recovery' }])
  expect(await latchkey.health()).toMatchObject({ status: 'ready', missing: [], mail: 'ok' })
  await latchkey.close()
  expect(await latchkey.health()).toMatchObject({ status: 'not-ready', missing: ['closed'] })
})

test('without a worker requests wait, and are sent when one runs', async () => {
  const latchkey = await application()
  await world.addAccount(latchkey, 'waiting@example.test')
  await latchkey.recovery.request({ email: 'waiting@example.test' }, caller)
  await sleep(300)
  expect(world.mail.received.flatMap(({ to }) => to)).not.toContain('waiting@example.test')
  const worker = await runWorker(module)
  onTestFinished(() => worker.stop())
  expect(worker.alive()).toBe(true)
  await world.mail.emailTo('waiting@example.test')
})

test('`latchkey worker --config` is a process of its own, which ends when it is told', async () => {
  const latchkey = await application()
  await world.addAccount(latchkey, 'process@example.test')
  const child = spawn(process.execPath, [bin, 'worker', '--config', fileURLToPath(module)], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await latchkey.recovery.request({ email: 'process@example.test' }, caller)
  await world.mail.emailTo('process@example.test')
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('a module whose imports only a bundler finds is named, with what to write', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-module-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'users.mjs'), 'export const users = []')
  writeFileSync(join(folder, 'latchkey.mjs'), "import { users } from './users'")
  const run = promisify(execFile)(process.execPath, [
    ...[bin, 'worker', '--config', join(folder, 'latchkey.mjs')],
  ])
  await expect(run).rejects.toMatchObject({
    stderr: expect.stringMatching(/users.*write its imports with their endings/s),
  })
})

test('a module without an instance is named', async () => {
  const nothing = new URL('./kit/mail-server.ts', import.meta.url)
  await expect(runWorker(nothing)).rejects.toThrow(/mail-server\.ts exports no Latchkey/)
})
