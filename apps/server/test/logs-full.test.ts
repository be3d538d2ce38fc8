import { openSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { scrape } from './kit/scrape.ts'
import { runCommandInto, startServer } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* `/dev/full` is a disk that is always full. */

const isLinux = process.platform === 'linux'
let testbed: Testbed

beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(() => testbed.close())

test.runIf(isLinux)('a server whose log disk is full serves, counts and ends as ever', async () => {
  await testbed.addAccount('ada@example.test')
  const server = await startServer(testbed.environment, {
    standardOutput: openSync('/dev/full', 'w'),
  })
  for (let nth = 0; nth < 20; nth += 1) {
    await call(server, 'recovery.request', { email: 'ada@example.test' })
  }
  expect((await testbed.postOffice.emailTo('ada@example.test')).link).toContain('token')

  const lostLines = async () => (await scrape(server)).value('log_lines_lost_total') ?? 0
  expect(await lostLines()).toBe(0)
  while ((await lostLines()) === 0) {
    const calls = Array.from({ length: 50 }, () =>
      call(server, 'recovery.request', { email: 'nobody@example.test' }),
    )
    for (const { status } of await Promise.all(calls)) expect(status).toBe(200)
  }
  expect(await server.kill('SIGTERM')).toBe(0)
})

test.runIf(isLinux)('a command whose result cannot be written says so and fails', async () => {
  const args = ['user', 'list']
  const full = openSync('/dev/full', 'w')
  const { code, errors } = await runCommandInto(full, args, testbed.environment)
  expect(errors).toMatch(/^The output could not be written, so it is incomplete: ENOSPC/)
  expect(code).toBe(1)
})
