import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApplicationBehindFunctions } from './kit/application.ts'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* A server whose role may execute four functions of the application, and see no table. */

let testbed: Testbed
let application: Awaited<ReturnType<typeof openApplicationBehindFunctions>>
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  await testbed.rows('drop schema latchkey cascade')
  application = await openApplicationBehindFunctions(testbed)
})
afterAll(() => testbed.close())

type Check = { check: string; result: string; says: string; todo?: string }

async function doctor(...args: string[]) {
  const { code, output } = await runCommand(['doctor', '--json', ...args], application.environment)
  const { checks } = JSON.parse(output) as { checks: Check[] }
  const of = (result: string) =>
    checks.filter((one) => one.result === result).map(({ check, says }) => `${check}: ${says}`)
  return { code, output, ok: of('ok'), notes: of('note'), problems: of('problem') }
}

const ready = async () => {
  const answer = await fetch(`${server.url}/health/ready`)
  return (await answer.json()) as Record<string, unknown>
}

const ada = async () => (await testbed.rows('select * from app.users where id = 1'))[0]

test('the doctor is green before the first start, and says what it cannot see', async () => {
  const { code, ok, notes, problems } = await doctor()
  expect(problems).toEqual([])
  expect(code).toBe(0)
  expect(ok).toContainEqual(
    `accounts: The functions of latchkey_host and the rights of the role fit ${application.file}.`,
  )
  expect(ok).toContainEqual(expect.stringContaining('host_change ends it with the change'))
  expect(notes).toContainEqual(expect.stringContaining('No stored password can be seen here'))
  expect(notes).toContainEqual(expect.stringContaining('Whether an index serves'))
})

test('a trial calls the functions, says what it could not read back, and changes nothing', async () => {
  const before = await ada()
  await testbed.rows(`insert into app.sessions values ('a', 1)`)
  const { code, ok, notes } = await doctor('--trial', 'ada@example.test')
  expect(code).toBe(0)
  expect(ok).toContainEqual(
    'trial: A reset of user 1 would change what latchkey_host.host_change does. It was rolled back.',
  )
  expect(notes).toContainEqual(
    expect.stringContaining('cannot be read back, because this role may not see it'),
  )
  expect(await ada()).toEqual(before)
  expect(await testbed.rows('select id from app.sessions')).toHaveLength(1)
})

test('a right to see a hash is a problem', async () => {
  await testbed.rows(`grant usage on schema app to ${application.role};
    grant select (password) on app.users to ${application.role}`)
  const { code, problems } = await doctor()
  await testbed.rows(`revoke all on app.users from ${application.role};
    revoke all on schema app from ${application.role}`)
  expect(code).toBe(1)
  expect(problems).toEqual([expect.stringContaining('accounts: app.users: The role')])
})

test('from the request to the new password and the end of the sessions', async () => {
  server = await testbed.start(application.environment)
  await call(server, 'recovery.request', { email: 'ADA@example.test' })
  const token = tokenIn((await testbed.postOffice.emailTo('ada@example.test')).link)
  expect(
    await call(server, 'recovery.reset', { token, newPassword, confirmPassword: newPassword }),
  ).toMatchObject({
    status: 200,
  })
  expect(await ada()).toMatchObject({
    password: expect.stringMatching(/^\$2y\$04\$/),
    remember_token: expect.any(String),
  })
  expect(await testbed.rows('select id from app.sessions')).toEqual([])
  expect(
    (await call(server, 'recovery.reset', { token, newPassword, confirmPassword: newPassword }))
      .code,
  ).toBe('INVALID_OR_EXPIRED')
})

test('a column that the application drops turns readiness and the doctor red, until the function fits', async () => {
  expect(await ready()).toMatchObject({ status: 'ready' })
  await call(server, 'recovery.request', { email: 'grace@example.test' })
  const token = tokenIn((await testbed.postOffice.emailTo('grace@example.test')).link)

  await testbed.rows('alter table app.users drop column remember_token')
  await expect.poll(ready).toMatchObject({ missing: ['accounts'] })
  const says = 'latchkey_host.host_change: It fails: column "remember_token" of relation "users"'
  await expect.poll(() => server.output().replaceAll('\\"', '"')).toContain(says)
  expect(
    (await call(server, 'recovery.reset', { token, newPassword, confirmPassword: newPassword }))
      .code,
  ).toBe('UNAVAILABLE')
  const { code, problems } = await doctor()
  expect(code).toBe(1)
  expect(problems).toEqual([expect.stringContaining(says)])
  const refused = await runCommand(['start'], { ...application.environment, PORT: '0' })
  expect(refused.code).toBe(1)
  expect(refused.errors).toContain(says)

  await testbed.rows('alter table app.users add column remember_token varchar(100)')
  await expect.poll(ready).toMatchObject({ status: 'ready' })
  expect(
    await call(server, 'recovery.reset', { token, newPassword, confirmPassword: newPassword }),
  ).toMatchObject({
    status: 200,
  })
})

test('commands for accounts of our own say where the users are', async () => {
  const { code, errors } = await runCommand(['user', 'list'], application.environment)
  expect(code).toBe(1)
  expect(errors).toContain('in the functions of latchkey_host (ACCOUNTS_FILE)')
})

test('a format with parts that the map does not name is refused', async () => {
  application.write({ ...application.map, password: { write: 'payload' } })
  const { code, errors } = await runCommand(['start'], application.environment)
  application.write(application.map)
  expect(code).toBe(1)
  expect(errors).toContain('password.parts (salt) is missing: payload writes it')
})
