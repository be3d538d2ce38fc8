import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applicationMap, openApplication, signInUrl } from './kit/application.ts'
import { type Environment, runCommand } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed

beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(() => testbed.close())

type Check = { check: string; result: string; says: string; todo?: string }

async function doctor(environment: Environment, ...args: string[]) {
  const { code, output, errors } = await runCommand(['doctor', '--json', ...args], environment)
  const { status, checks } = JSON.parse(output) as { status: string; checks: Check[] }
  const of = (result: string) =>
    checks.filter((one) => one.result === result).map(({ check, says }) => `${check}: ${says}`)
  return { code, output, status, checks, errors, problems: of('problem'), warnings: of('warning') }
}

test('without a map and with everything right it is green, and says what it looked at', async () => {
  const { code, status, checks, problems } = await doctor(testbed.environment)
  expect(problems).toEqual([])
  expect({ code, status }).toEqual({ code: 0, status: 'ok' })
  const said = checks.map(({ says }) => says).join('\n')
  for (const what of [
    'All settings are valid',
    'LATCHKEY_SECRET has 44 bytes',
    /PostgreSQL \d+\S* answers/,
    'No connection pooler',
    'The clock of the database',
    'is up to date',
    /127\.0\.0\.1:\d+ answers/,
    'resets a second',
    '0 jobs wait',
  ]) {
    expect(said).toMatch(what)
  }
  expect(testbed.postOffice.delivered).toEqual([])
})

test('with MIGRATE=off a migration that is missing is a problem, as it is for a start', async () => {
  const behind = { ...testbed.environment, DATABASE_SCHEMA: 'behind', MIGRATE: 'off' }
  const { code, checks, problems } = await doctor(behind)
  expect(code).toBe(1)
  expect(problems).toEqual([expect.stringContaining('MIGRATE is off')])
  const [problem] = checks.filter(({ result }) => result === 'problem')
  expect(problem?.todo).toContain('Run latchkey migrate as the owner')
  const started = await runCommand(['user', 'list'], behind)
  expect([started.code, started.errors]).toEqual([1, expect.stringContaining('MIGRATE is off')])
})

test('people read the same as lines', async () => {
  const { code, output } = await runCommand(['doctor'], testbed.environment)
  expect(code).toBe(0)
  expect(output).toMatch(/^ok {7}settings {2,}All settings are valid\.$/m)
})

test('settings with problems: each of them, and nothing is opened', async () => {
  const wrong = { ...testbed.environment, PORT: 'eighty', LINK_TTL_MINUTES: '1' }
  const { code, problems, errors } = await doctor(wrong)
  expect(code).toBe(1)
  expect(problems).toEqual([
    expect.stringContaining('settings: PORT: must be a whole number'),
    expect.stringContaining('settings: LINK_TTL_MINUTES: must be'),
  ])
  expect(errors).toContain('There are 2 problems.')
})

test('a mail service is asked whether it knows the key, and nothing is sent', async () => {
  const calls: string[] = []
  const service = createServer(({ method, url, headers }, response) => {
    calls.push(`${method} ${url}`)
    const isKnown = headers.authorization === 'Bearer re_known'
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' })
    const refused = { name: 'validation_error', message: 'API key is invalid' }
    response.end(JSON.stringify(isKnown ? { data: [] } : refused))
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  const { port } = service.address() as AddressInfo
  const { SMTP_URL: _, ...environment } = testbed.environment
  const withKey = (key: string) =>
    doctor({
      ...environment,
      MAIL_URL: `resend:${key}?endpoint=http://127.0.0.1:${port}`,
      MAIL_FROM: 'hello@example.com',
    })
  const known = await withKey('re_known')
  expect(known.problems).toEqual([])
  expect(known.checks.find(({ check }) => check === 'email')).toMatchObject({
    ...{ result: 'ok', says: expect.stringContaining('accepts the key. The sender is') },
    todo: 'Send one: latchkey mail test --to you@example.com',
  })
  const unknown = await withKey('re_unknown')
  expect([unknown.code, unknown.problems]).toEqual([
    1,
    [expect.stringMatching(/^email: 127\.0\.0\.1:\d+ refuses the key: 400 .*API key is invalid/)],
  ])
  expect(new Set(calls)).toEqual(new Set(['GET /domains']))
  service.close()
})

test('a database and a mail server that do not answer are two problems', async () => {
  const { code, problems } = await doctor({
    ...testbed.environment,
    DATABASE_URL: 'postgres://latchkey:secret@127.0.0.1:1/app',
    SMTP_URL: 'smtp://127.0.0.1:1',
  })
  expect(code).toBe(1)
  expect(problems).toEqual([
    expect.stringContaining('email: 127.0.0.1:1 failed at the step "connect"'),
    expect.stringContaining(
      'database: The database does not answer: nothing listens at 127.0.0.1:1',
    ),
  ])
})

test('a secret that would be another on another machine, and a proxy that is not named', async () => {
  const { LATCHKEY_SECRET: _, ...environment } = testbed.environment
  const { warnings } = await doctor({
    ...environment,
    PUBLIC_URL: 'https://login.example.com',
    ALLOW_EXPOSED: 'generated-secret',
    RATE_LIMITS: 'on',
  })
  expect(warnings).toEqual([
    expect.stringContaining('TRUST_PROXY is not set'),
    expect.stringContaining('It is generated at the first start'),
  ])
  expect(existsSync(`${environment.DATA_DIR}/secret`)).toBe(false)
})

describe('with the users of an application', () => {
  let application: Awaited<ReturnType<typeof openApplication>>
  beforeAll(async () => {
    await testbed.rows('drop schema latchkey cascade')
    application = await openApplication(testbed)
  })

  test('that fit, it is green before the first start', async () => {
    const { code, checks, problems } = await doctor(application.environment)
    expect(problems).toEqual([])
    expect(code).toBe(0)
    const said = checks.map(({ check, says }) => `${check}: ${says}`)
    expect(said).toContainEqual(
      `accounts: app.users and the rights of the role fit ${application.file}.`,
    )
    expect(said).toContainEqual(
      expect.stringContaining('its row in app.sessions is deleted with the change'),
    )
    expect(said).toContainEqual(`reach: People sign in at ${signInUrl}.`)
    expect(said).toContainEqual(expect.stringContaining('the next start applies 0001-baseline'))
  })

  test('whose sessions nothing ends, it is red', async () => {
    application.write({ ...applicationMap, sessions: [] })
    const { code, problems } = await doctor(application.environment)
    application.write(applicationMap)
    expect(code).toBe(1)
    expect(problems).toEqual([
      expect.stringContaining('sessions: Nothing ends the sessions of before'),
    ])
  })

  test('it is red for a role that may do too much, and for a search without an index', async () => {
    await testbed.rows(`grant select on app.users to ${application.role}; drop index app.users_lower_idx;
      update pg_class set reltuples = 3e6 where oid = 'app.users'::regclass`)
    const red = await doctor(application.environment)
    const accepted = await doctor(application.environment, '--slow-lookups')
    await testbed.rows(`revoke select on app.users from ${application.role}; create index on app.users (lower(email));
      grant select (id, email, password) on app.users to ${application.role}`)
    const tooMuch = expect.stringContaining('may read phone, which Latchkey does not need')
    expect(red.problems).toEqual([tooMuch, expect.stringContaining('reads the whole table')])
    expect(accepted.problems).toEqual([tooMuch])
  })

  test.each([
    [{ prefix: '2b' }, 'writes bcrypt, prefix 2b, cost 4, and none of the newest 2'],
    [{ write: 'argon2id', prefix: undefined, cost: undefined }, 'writes argon2id, and none of'],
  ])('a format that the application does not write: %j', async (change, said) => {
    application.write({ ...applicationMap, password: { ...applicationMap.password, ...change } })
    const { code, problems, output } = await doctor(application.environment)
    application.write(applicationMap)
    expect(code).toBe(1)
    expect(problems).toEqual([expect.stringContaining(said)])
    expect(problems[0]).toContain('bcrypt, prefix 2y, cost 4 (100 %)')
    expect(output).not.toContain('$2y$')
  })

  test('a format that looks like another one is not taken for a mistake', async () => {
    const password = { ...applicationMap.password, write: 'symfony-bcrypt', prefix: undefined }
    application.write({ ...applicationMap, password })
    const { code, problems } = await doctor(application.environment)
    application.write(applicationMap)
    expect({ code, problems }).toEqual({ code: 0, problems: [] })
  })

  test('a trial counts what a reset would change, and changes nothing', async () => {
    const users = () => testbed.rows('select * from app.users order by id')
    await testbed.rows(`insert into app.sessions values ('a', 1), ('b', 1), ('c', 2)`)
    const before = await users()
    const { code, checks } = await doctor(application.environment, '--trial', 'ada@example.test')
    expect(code).toBe(0)
    const said = checks.filter(({ check }) => check === 'trial').map(({ says }) => says)
    expect(said[0]).toContain('1 row of app.users (password, remember_token, updated_at)')
    expect(said[0]).toContain('2 rows of app.sessions, deleted')
    expect(said[1]).toContain('was read back, and matches')
    expect(await users()).toEqual(before)
    expect(await testbed.rows('select id from app.sessions')).toHaveLength(3)
  })

  test('a trial without a map has nobody to try', async () => {
    const { code, problems } = await doctor(testbed.environment, '--trial', 'ada@example.test')
    expect(code).toBe(1)
    expect(problems).toEqual(['trial: --trial needs ACCOUNTS_FILE or ACCOUNTS_URL.'])
  })
})
