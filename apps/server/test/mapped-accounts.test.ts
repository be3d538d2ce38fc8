import { afterAll, beforeAll, expect, test } from 'vitest'
import { applicationMap, openApplication, signInUrl } from './kit/application.ts'
import { call, query } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let application: Awaited<ReturnType<typeof openApplication>>
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  // The testbed has a migrated database; the role of the application's operator makes its own schema.
  await testbed.rows('drop schema latchkey cascade')
  application = await openApplication(testbed)
  server = await testbed.start(application.environment)
})
afterAll(() => testbed.close())

const ready = async () => {
  const answer = await fetch(`${server.url}/health/ready`)
  return { status: answer.status, ...((await answer.json()) as object) }
}

test('nobody signs in here, and the refusal says where', async () => {
  const typed = { email: 'ada@example.test', password: 'a password of hers' }
  expect(await call(server, 'session.signIn', typed)).toMatchObject({
    ...{ status: 401, code: 'SIGN_IN_FAILED', details: { signInUrl } },
  })
})

test('the pages know how many bytes the format of the application reads', async () => {
  expect(await query(server, 'settings.public')).toMatchObject({
    data: { password: { maxLength: 256, maxBytes: 72 } },
  })
})

test('every page leads to the sign-in of the application, and none waits for a session', async () => {
  for (const path of ['/', '/sign-in', '/login', '/forgot-password']) {
    const page = await fetch(`${server.url}${path}`, { headers: { cookie: 'latchkey=old' } })
    const html = await page.text()
    expect(html, path).toContain(`href="${signInUrl}"`)
    expect(html, path).not.toContain('current-password')
  }
  const home = await fetch(server.url, { headers: { cookie: 'latchkey=old' } })
  expect(await home.text()).toContain('"isSignedOut":true')
})

test('a campaign locks accounts in the tables of the application as a reset writes there', async () => {
  await testbed.rows(`insert into app.users (email, password, remember_token) values
    ('locked@example.test', '$2y$04$' || repeat('c', 53), 'a token of before')`)
  const state = async () =>
    (
      await testbed.rows<{ id: string; password: string; token: string; sessions: number }>(
        `select id::text, password, remember_token as token,
          (select count(*)::int from app.sessions where user_id = u.id) as sessions
          from app.users u where email = 'locked@example.test'`,
      )
    )[0]
  const before = await state()
  await testbed.rows(
    `insert into app.sessions values ('one', ${before?.id}), ('two', ${before?.id})`,
  )
  await call(server, 'recovery.request', { email: 'locked@example.test' })
  const { link } = await testbed.postOffice.emailTo('locked@example.test')

  const { code, errors } = await runCommand(
    ['require-reset', '--ids', '-', '--campaign', 'lock', '--reason', 'x', '--lock', '--yes'],
    application.environment,
    before?.id,
  )
  expect([code, errors]).toEqual([0, ''])
  const after = await state()
  expect(after).toMatchObject({ sessions: 0, password: expect.stringMatching(/^\$2y\$04\$.{53}$/) })
  expect([after?.password, after?.token]).not.toContain(before?.password)
  expect(after?.token).not.toBe(before?.token)
  const dead = await call(server, 'recovery.verifyToken', { token: tokenIn(link) })
  expect(dead.code).toBe('INVALID_OR_EXPIRED')
  const { mail } = await testbed.postOffice.emailTo('locked@example.test', { atLeast: 2 })
  expect(mail.text).toContain('Your present password no longer works')
})

test('a column that is renamed while it runs turns readiness red, until it is back', async () => {
  expect(await ready()).toMatchObject({ status: 'ready' })
  await testbed.rows('alter table app.users rename column remember_token to token')
  await expect.poll(ready).toMatchObject({ missing: ['accounts'] })
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('latchkey_accounts_ok 0')
  await expect
    .poll(() => server.output())
    .toContain('app.users (remember_token): There is no such column')
  await testbed.rows('alter table app.users rename column token to remember_token')
  await expect.poll(ready).toMatchObject({ status: 'ready' })
  // The line may arrive after the answer.
  await expect.poll(() => server.output()).toContain('"event":"accounts.fit"')
})

test('a start refuses tables that do not fit, and names every problem', async () => {
  await testbed.rows('alter table app.users rename column remember_token to token')
  await testbed.rows(`revoke delete on app.sessions from ${application.role}`)
  const { code, output, errors } = await runCommand(['start', '--json'], {
    ...application.environment,
    PORT: '0',
    LOG_LEVEL: 'fatal',
  })
  await testbed.rows('alter table app.users rename column token to remember_token')
  await testbed.rows(`grant delete on app.sessions to ${application.role}`)
  expect(code).toBe(1)
  expect(errors).toContain(`The map ${application.file} does not fit the database:`)
  expect(JSON.parse(output)).toMatchObject({
    status: 'failed',
    problems: [
      expect.stringContaining('app.users (remember_token): There is no such column'),
      expect.stringContaining('may not delete its rows'),
    ],
  })
})

test.each([
  [['user', 'add', 'ada@example.test'], 'Latchkey adds nobody.'],
  [['user', 'list'], 'latchkey explain <address>'],
  [['prove', 'silence', '--url', 'http://127.0.0.1:1'], '--known, --disabled and --passwordless'],
])('%j is for accounts of our own, and says so', async (args, said) => {
  const { code, errors } = await runCommand(args, application.environment)
  expect(code).toBe(1)
  expect(errors).toContain('The users are those of your application, in app.users (ACCOUNTS_FILE)')
  expect(errors).toContain(said)
})

test('another Latchkey with other users in the same schema is refused, until this one has stopped', async () => {
  const own = { ...testbed.environment, PORT: '0', LOG_LEVEL: 'fatal' }
  const { code, errors } = await runCommand(['start'], own)
  expect(code).toBe(1)
  expect(errors).toContain(
    'Another Latchkey works in the schema latchkey of this database with other users: this one has accounts of its own',
  )
  expect((await ready()).status).toBe('ready')
})

test('a map with problems is refused with the settings, before anything is opened', async () => {
  application.write({ ...applicationMap, users: { ...applicationMap.users, email: '' } })
  const { code, errors } = await runCommand(['start'], application.environment)
  application.write(applicationMap)
  expect(code).toBe(1)
  expect(errors).toContain(`ACCOUNTS_FILE: ${application.file}: users.email: is empty`)
})
