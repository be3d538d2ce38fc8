import { describe, expect, test } from 'vitest'
import type { LatchkeyOptions } from './options.ts'
import { readOptions } from './read-options.ts'

const good: LatchkeyOptions = {
  database: 'postgres://app:secret@db.example.test:5432/app',
  secret: 'x'.repeat(32),
  mail: { smtp: 'smtps://u:p@smtp.example.test', from: 'Example <no-reply@example.test>' },
  pages: {
    reset: 'https://app.example.test/account/reset?token={token}',
    signIn: 'https://app.example.test/login',
  },
}

function read(changes: Partial<LatchkeyOptions> = {}, production = false) {
  const problems: string[] = []
  const { config, worker } = readOptions({ ...good, ...changes }, { production }, problems)
  return { config, worker, problems }
}

test('a few options are enough, and the rest is as in the service', () => {
  const { config, worker, problems } = read()
  expect(problems).toEqual([])
  expect(config).toMatchObject({
    databaseSchema: 'latchkey',
    productName: 'Example',
    mailFrom: { name: 'Example', address: 'no-reply@example.test' },
    publicUrl: 'https://app.example.test',
    notMeUrl: 'https://app.example.test/not-me#token={token}',
    forgotPasswordUrl: 'https://app.example.test/forgot-password',
    signInPageUrl: 'https://app.example.test/login',
    smtpName: 'app.example.test',
    rateLimits: true,
    policy: { linkLifetimeMinutes: 60, codeLifetimeMinutes: 10, defaultLocale: 'en' },
  })
  expect(config.policy.limits['mail-by-address']).toHaveLength(3)
  expect(worker).toBe('inline')
  expect(read({}, true)).toMatchObject({ worker: 'elsewhere', problems: [] })
})

test('everything that is wrong is said at once', () => {
  const { problems } = read({
    database: undefined,
    secret: 'short',
    mail: { smtp: undefined, from: 'nobody' },
    pages: { reset: 'https://app.example.test/reset', signIn: '/login' },
    accounts: './nowhere.json',
    lifetimes: { linkMinutes: 1 },
    limits: { 'mail-by-address': 'often' },
    worker: 'thread',
    // @ts-expect-error: a name that does not exist.
    databse: 'postgres://localhost/app',
  })
  expect(problems.map((problem) => problem.split(/[: ]/)[0])).toEqual([
    'databse',
    'database',
    'pages.reset',
    'pages.signIn',
    'mail.smtp',
    'mail.from',
    'accounts',
    'lifetimes.linkMinutes',
    'secret',
    "limits['mail-by-address']",
    'module',
  ])
})

test('no problem repeats a secret', () => {
  const { problems } = read({
    database: 'postgres://app:pa#ss@db.example.test/app',
    secret: 'tell-nobody',
    mail: { smtp: 'smtp://u:tell nobody@smtp.example.test', from: 'a@example.test' },
  })
  expect(problems).toHaveLength(3)
  expect(problems.join()).not.toMatch(/pa#ss|tell/)
})

test('what other libraries read in the address of the database says nothing about Latchkey', () => {
  const { config, problems } = read({
    database: 'postgres://app@localhost/app?schema=public&connection_limit=5&pgbouncer=true',
  })
  expect(problems).toEqual([])
  expect(config).toMatchObject({
    databaseUrl: 'postgres://app@localhost/app',
    databaseSchema: 'latchkey',
    databasePooler: 'transaction',
  })
})

describe('with NODE_ENV=production', () => {
  test.each<[string, Partial<LatchkeyOptions>, RegExp]>([
    ['a worker on the event loop', { worker: 'inline' }, /worker: 'inline' is refused/],
    ['a mailbox', { mail: { mailbox: './mail' } }, /mail\.mailbox is refused/],
    ['no limits', { limits: 'off' }, /limits: 'off' is refused/],
    ['an embedded database', { database: { embedded: '.data' } }, /database\.embedded is refused/],
    [
      'links by plain http',
      { pages: { ...good.pages, reset: 'http://app.example.test/#token={token}' } },
      /pages\.reset must use https/,
    ],
  ])('%s is refused', (_what, changes, problem) => {
    expect(read(changes).problems).toEqual([])
    const { problems } = read(changes, true)
    expect(problems).toEqual([expect.stringMatching(problem)])
  })
})

const map = {
  users: { table: 'public.user', id: 'id', email: 'email' },
  password: { columns: { hash: 'password' }, write: 'bcrypt' as const, prefix: '2b' as const },
  sessions: [],
}

test('a map may stand in the code', () => {
  const { config, problems } = read({ accounts: map })
  expect(problems).toEqual([])
  expect(config.accounts).toMatchObject({ kind: 'mapped', map: { users: { id: 'id' } } })
  expect(config.signInUrl).toBe('https://app.example.test/login')
})

test.each([
  {},
  [],
  { lookup() {}, look() {}, change() {}, settled() {} },
  { map: { lookup() {} } },
  42,
  null,
])('accounts of a shape that is none are told the shapes: %j', (accounts) => {
  expect(read({ accounts: accounts as never }).problems).toEqual([
    expect.stringMatching(/^accounts must be a map or its path, .* or \{ host \}/),
  ])
})

test('a pepper is given where the map needs one, and only there', () => {
  const peppered = { ...map, password: { ...map.password, pepper: true } }
  expect(read({ accounts: peppered }).problems).toEqual([
    expect.stringContaining('accounts.pepper is missing'),
  ])
  expect(read({ accounts: { map: peppered, pepper: 'p' } }).problems).toEqual([])
  expect(read({ accounts: { map, pepper: 'p' } }).problems).toEqual([
    expect.stringContaining('the map says nothing of it'),
  ])
})

test.each<[object, string]>([
  [{ worker: 'sometimes' }, "worker must be one of 'elsewhere', 'thread', 'inline'"],
  [{ secret: undefined }, 'secret is missing: give the output of openssl rand -base64 32'],
  [{ secret: '' }, 'secret is missing: give the output of openssl rand -base64 32'],
  [{ database: ':memory:' }, "database: the embedded database is written { embedded: ':memory:' }"],
  [
    { database: { embedded: ':memory:', schema: 'other' } },
    'database.schema is not an option; there are embedded',
  ],
  [
    { mail: { mailbox: './mail', form: 'a@b.test' } },
    'mail.form is not an option; there are mailbox, from',
  ],
  [{ limits: { 'mail-by-adress': '1/1m' } }, 'limits.mail-by-adress is not an option; there are'],
])('%j is not taken for something else', (changes, problem) => {
  const { problems } = read(changes)
  expect(problems).toEqual([expect.stringContaining(problem)])
})
