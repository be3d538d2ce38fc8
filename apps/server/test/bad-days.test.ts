import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, openSqlClient } from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { runCommand, startServer, startWorker } from './kit/server-process.ts'
import { newPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed

beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(() => testbed.close())

const status = async (url: string) => (await fetch(url)).status

test('the mail server is down: the answer is the same, and the email is sent when it is back', async () => {
  await testbed.addAccount('ada@example.test')
  const server = await testbed.start()
  await testbed.postOffice.close()
  const requested = await call(server, 'recovery.request', { email: 'ada@example.test' })
  expect(requested.status).toBe(200)
  await expect.poll(() => testbed.rows('select state from message')).toEqual([{ state: 'delayed' }])

  await testbed.postOffice.open()
  const mail = await testbed.postOffice.emailTo('ada@example.test')
  const changed = await call(server, 'recovery.reset', { token: tokenIn(mail.link), newPassword })
  expect(changed.status).toBe(200)
  expect(await server.kill('SIGTERM')).toBe(0)
})

test('the database is down: 503 with Retry-After, live, not ready; it recovers without a restart', async () => {
  if (!testbed.postgres.server) return expect(process.env.TEST_DATABASE_URL).toBeDefined()
  await testbed.addAccount('dora@example.test')
  const server = await testbed.start()
  testbed.postgres.server.signal('SIGKILL')
  await expect.poll(() => status(`${server.url}/health/ready`)).toBe(503)
  for (const procedure of ['recovery.request', 'session.signIn']) {
    const input = {
      email: 'ada@example.test',
      ...(procedure === 'session.signIn' && { password: 'x' }),
    }
    const answer = await call(server, procedure, input)
    expect([answer.status, answer.code]).toEqual([503, 'UNAVAILABLE'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(await status(`${server.url}/health/live`)).toBe(200)
  expect(await status(`${server.url}/health/ready`)).toBe(503)

  // Long enough for several tries of each loop of the worker.
  await sleep(3_000)
  await testbed.postgres.server.start()
  await expect.poll(() => status(`${server.url}/health/ready`)).toBe(200)
  expect((await call(server, 'recovery.request', { email: 'dora@example.test' })).status).toBe(200)
  await testbed.postOffice.emailTo('dora@example.test')
  const of = (event: string) =>
    server
      .output()
      .split('\n')
      .filter((line) => line.includes(`"event":"${event}"`))
  await expect.poll(() => of('worker.recovered')).not.toEqual([])
  const times = of('worker.error').map((line) => Date.parse(JSON.parse(line).time))
  expect(times).not.toEqual([])
  // However long the outage was: a line every ten seconds.
  for (const [n, time] of times.slice(1).entries()) {
    expect(time - (times[n] ?? 0)).toBeGreaterThan(9_000)
  }
})

test('a database that takes no writes, as with a full disk, is found by health and by the doctor', async () => {
  const server = await testbed.start()
  const admin = await openSqlClient(testbed.environment.DATABASE_URL ?? '')
  await admin.rows('set default_transaction_read_only = off')
  const [{ name } = { name: '' }] = await admin.rows<{ name: string }>(
    'select current_database() as name',
  )
  await admin.rows(`alter database "${name}" set default_transaction_read_only = on`)
  await admin.rows(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  const ready = async () => (await fetch(`${server.url}/health/ready`)).json()
  await expect.poll(ready).toEqual({ status: 'not-ready', missing: ['database'] })
  const doctor = await runCommand(['doctor', '--json'], testbed.environment)
  expect(JSON.parse(doctor.output).checks).toContainEqual({
    ...{ check: 'database', result: 'problem' },
    says: expect.stringMatching(/^The database takes no writes/),
    todo: expect.stringContaining('make room there'),
  })
  expect(doctor.code).toBe(1)

  await admin.rows(`alter database "${name}" reset default_transaction_read_only`)
  await admin.rows(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  await expect.poll(() => status(`${server.url}/health/ready`)).toBe(200)
  await admin.close()
  expect(await server.kill('SIGTERM')).toBe(0)
})

test('killed right after accepting a request, its email is still sent', async () => {
  await testbed.addAccount('bob@example.test')
  for (let cycle = 1; cycle <= 3; cycle++) {
    const server = await testbed.start()
    expect((await call(server, 'recovery.request', { email: 'bob@example.test' })).status).toBe(200)
    await server.kill('SIGKILL')
    await testbed.start().then(async (next) => {
      await testbed.postOffice.emailTo('bob@example.test', { atLeast: cycle })
      expect(await next.kill('SIGTERM')).toBe(0)
    })
  }
})

test('embedded: killed right after accepting a request and restarted, its email is in the mailbox', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-embedded-'))
  const environment = { DATA_DIR: dataDir }
  const first = await startServer(environment)
  expect((await call(first, 'recovery.request', { email: 'demo@latchkey.example' })).status).toBe(
    200,
  )
  await first.kill('SIGKILL')

  const second = await startServer(environment)
  const messages = async (): Promise<{ to: string; link: string; code: string }[]> =>
    JSON.parse(await (await fetch(`${second.url}/mailbox/messages.json`)).text())
  await expect.poll(messages).not.toEqual([])
  const [mail] = await messages()
  expect(mail).toMatchObject({
    to: 'demo@latchkey.example',
    code: expect.stringMatching(/^\d{6}$/),
  })
  const reset = { token: tokenIn(mail?.link ?? ''), newPassword }
  expect((await call(second, 'recovery.reset', reset)).status).toBe(200)

  const refused = await runCommand(['user', 'list'], environment)
  expect([refused.code, refused.errors]).toEqual([
    1,
    expect.stringContaining('in use by another Latchkey process'),
  ])

  expect(await second.kill('SIGINT')).toBe(0)
  const third = await startServer(environment)
  const signIn = { email: 'demo@latchkey.example', password: newPassword }
  expect((await call(third, 'session.signIn', signIn)).status).toBe(200)
  expect(await third.kill('SIGTERM')).toBe(0)
})

test('wrong settings: one message names all of them', async () => {
  const { code, errors } = await runCommand(['start'], {
    NODE_ENV: 'production',
    PORT: 'eighty',
    PUBLIC_URL: 'http://login.example.com/path',
    CODE_TTL_MINUTES: '0',
    LATCHKEY_SECRET: 'short',
    SMTP_URL: 'mail.example.com',
    TRUST_PROXY: 'everyone',
  })
  expect(code).toBe(1)
  for (const name of [
    'PORT',
    'PUBLIC_URL',
    'CODE_TTL_MINUTES',
    'LATCHKEY_SECRET',
    'SMTP_URL',
    'TRUST_PROXY',
    'DATABASE_URL',
    'MAIL_FROM',
  ]) {
    expect(errors).toContain(name)
  }
  expect(errors).not.toContain('    at ')
  expect(errors).not.toContain('short\n')
})

test('other machines reach it: what is meant for one machine is refused, all at once', async () => {
  const { code, errors } = await runCommand(['start'], {
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://login.example.com',
  })
  expect(code).toBe(1)
  for (const name of ['DATABASE_URL', 'LATCHKEY_SECRET', 'SMTP_URL']) {
    expect(errors).toContain(`${name} is missing: with HOST=0.0.0.0 and PUBLIC_URL=https://`)
  }
  expect(errors).not.toContain('    at ')
})

test('two processes with different secrets say so in the log and in /health/ready', async () => {
  const web = await testbed.start()
  const worker = await startWorker({
    ...testbed.environment,
    LATCHKEY_SECRET: `"${testbed.environment.LATCHKEY_SECRET}`,
  })
  // The line may arrive after the worker says that it is ready.
  await expect.poll(() => worker.output()).toContain('"event":"secret.differs"')
  const health = await fetch(`${worker.url}/health/ready`)
  expect(await health.json()).toEqual({ status: 'ready', mail: 'ok', secret: 'differs' })
  expect(await worker.kill('SIGTERM')).toBe(0)
  expect(await web.kill('SIGTERM')).toBe(0)
})

test('a port in use and an unreachable database are explained in one sentence, without a stack', async () => {
  const port = await freePort()
  const occupant = createServer().listen(port, '127.0.0.1')
  const taken = await runCommand(['start'], {
    ...testbed.environment,
    HOST: '127.0.0.1',
    PORT: String(port),
  })
  occupant.close()
  expect([taken.code, taken.errors]).toEqual([
    1,
    expect.stringMatching(/^The port \d+ is in use.*\n$/),
  ])

  const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/none`
  const absent = await runCommand(['start'], { ...testbed.environment, DATABASE_URL: nowhere })
  expect([absent.code, absent.errors]).toEqual([
    1,
    expect.stringMatching(/^The database does not answer.*\n$/),
  ])
})

test('secrets can come from files', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'latchkey-file-')), 'database-url')
  writeFileSync(file, `${testbed.environment.DATABASE_URL}\n`)
  const { DATABASE_URL: _, ...rest } = testbed.environment
  const listed = await runCommand(['user', 'list', '--json'], { ...rest, DATABASE_URL_FILE: file })
  expect(JSON.parse(listed.output)).toEqual(
    expect.arrayContaining([expect.objectContaining({ email: 'ada@example.test' })]),
  )
})
