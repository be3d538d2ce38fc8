import { ConfigError } from '@latchkey/server/parts'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const map = {
  users: { table: 'public.users', id: 'id', email: 'email' },
  password: { columns: { hash: 'password' }, write: 'bcrypt', pepper: false },
}

type File = string | NodeJS.ErrnoException

const environment = {
  ACCOUNTS_FILE: '/etc/latchkey.accounts.json',
  DATABASE_URL: 'postgres://latchkey:secret@localhost/app',
  SIGN_IN_URL: 'https://app.example.com/login',
}

function readWith(more: Record<string, string | undefined>, file: File = JSON.stringify(map)) {
  return readConfig({ ...environment, ...more }, () => {
    if (typeof file === 'string') return file
    throw file
  })
}

function mapped(more: Record<string, string | undefined>, file?: File) {
  const { accounts } = readWith(more, file)
  if (accounts?.kind !== 'mapped') throw new Error('There is no map')
  return accounts
}

function problemsOf(more: Record<string, string | undefined>, file?: File): readonly string[] {
  try {
    readWith(more, file)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const withPepper = JSON.stringify({ ...map, password: { ...map.password, pepper: true } })

test('the map is read with the settings, and frozen with them', () => {
  const accounts = mapped({})
  expect(accounts).toMatchObject({ file: environment.ACCOUNTS_FILE, map, pepper: undefined })
  expect(Object.isFrozen(accounts.map.password)).toBe(true)
  expect(readConfig({}, () => '').accounts).toBeUndefined()
})

test('the pepper is a secret apart from the map', () => {
  expect(mapped({ PEPPER: 'salt and vinegar' }, withPepper).pepper).toBe('salt and vinegar')
  expect(problemsOf({}, withPepper)).toEqual([expect.stringMatching(/^PEPPER is missing: /)])
  expect(problemsOf({ PEPPER: 'salt and vinegar' })).toEqual([
    expect.stringMatching(/^PEPPER is set, and /),
  ])
})

test('what a map needs is missing, and the map has problems too: all of it is said at once', () => {
  const problems = problemsOf(
    { DATABASE_URL: undefined, SIGN_IN_URL: undefined },
    JSON.stringify({ ...map, users: {}, sesions: [] }),
  )
  expect(problems).toEqual([
    expect.stringMatching(/^DATABASE_URL is missing: with ACCOUNTS_FILE /),
    expect.stringMatching(/^SIGN_IN_URL is missing: with ACCOUNTS_FILE /),
    'ACCOUNTS_FILE: /etc/latchkey.accounts.json: users.table: is missing',
    'ACCOUNTS_FILE: /etc/latchkey.accounts.json: users.id: is missing',
    'ACCOUNTS_FILE: /etc/latchkey.accounts.json: users.email: is missing',
    'ACCOUNTS_FILE: /etc/latchkey.accounts.json: sesions: is no word of a map',
  ])
})

test('our own sign-in page is off, so it is not where people sign in', () => {
  const ours = {
    PUBLIC_URL: 'https://login.example.com',
    SIGN_IN_URL: 'https://login.example.com/sign-in',
    LATCHKEY_SECRET: 'nzGIZ9dVLsQ4x0p1WmRyKcFhTbUe7aJ2',
    ALLOW_EXPOSED: 'mailbox',
  }
  expect(problemsOf(ours)).toEqual([
    expect.stringMatching(/^SIGN_IN_URL names the sign-in page of Latchkey/),
  ])
})

test.each([
  [
    'does not exist; `latchkey adopt` writes it, and docs/adopting.md says how to write it by hand',
    failed('ENOENT'),
  ],
  ['is a folder; name the file in it', failed('EISDIR')],
  ['cannot be read by this user', failed('EACCES')],
])('a file that %s', (said, error) => {
  expect(problemsOf({}, error)).toEqual([`ACCOUNTS_FILE: /etc/latchkey.accounts.json ${said}`])
})

test('a file that is no JSON', () => {
  expect(problemsOf({}, '{')).toEqual([
    expect.stringMatching(/^ACCOUNTS_FILE: \/etc\/latchkey.accounts.json: is not JSON/),
  ])
})

test('a pepper without a map is for nothing', () => {
  expect(problemsOf({ ACCOUNTS_FILE: undefined, PEPPER: 'x' })).toEqual([
    'PEPPER needs ACCOUNTS_FILE: it is for passwords that an application stores',
  ])
})

const secret = `whsec_${Buffer.alloc(32, 'x').toString('base64')}`
const calls = {
  ACCOUNTS_FILE: undefined,
  ACCOUNTS_URL: 'https://app.example.com/latchkey/',
  ACCOUNTS_SECRET: secret,
}

test('an application that is called needs an address and a secret, and may say how it hashes', () => {
  expect(readWith(calls).accounts).toEqual({
    ...{ kind: 'ported', url: 'https://app.example.com/latchkey', secrets: [secret] },
    password: { normalise: 'none', maxBytes: 72 },
  })
  const more = { ACCOUNTS_PASSWORD_FORM: 'NFKC', ACCOUNTS_PASSWORD_BYTES: '1024' }
  expect(readWith({ ...calls, ...more }).accounts).toMatchObject({
    password: { normalise: 'NFKC', maxBytes: 1024 },
  })
  expect(readWith({ ...calls, ACCOUNTS_SECRET: `${secret}, ${secret}` }).accounts).toMatchObject({
    secrets: [secret, secret],
  })
})

test('what calls need is missing, and what is for a map is too much: all of it is said at once', () => {
  expect(
    problemsOf({
      ...{ ...environment, ...calls, ACCOUNTS_FILE: environment.ACCOUNTS_FILE, PEPPER: 'x' },
      ...{ DATABASE_URL: undefined, SIGN_IN_URL: undefined, ACCOUNTS_SECRET: undefined },
    }),
  ).toEqual([
    expect.stringMatching(/^ACCOUNTS_FILE and ACCOUNTS_URL are both set/),
    expect.stringMatching(/^PEPPER is set/),
    expect.stringMatching(/^DATABASE_URL is missing: with ACCOUNTS_URL /),
    expect.stringMatching(/^ACCOUNTS_SECRET is missing/),
    expect.stringMatching(/^SIGN_IN_URL is missing: with ACCOUNTS_URL /),
  ])
  expect(problemsOf({ ...calls, ACCOUNTS_URL: undefined })).toEqual([
    expect.stringMatching(/^ACCOUNTS_SECRET needs ACCOUNTS_URL/),
  ])
})

test.each([
  ['http://app.example.com/latchkey', 'must be https'],
  ['https://user:word@app.example.com/latchkey', 'must have no user name or password'],
  ['https://app.example.com/latchkey?key=1', 'must end with its path'],
  ['app.example.com', 'must be an address like'],
])('%s is refused: it %s', (url, said) => {
  expect(problemsOf({ ...calls, ACCOUNTS_URL: url }).join()).toContain(said)
  expect(readWith({ ...calls, ACCOUNTS_URL: 'http://127.0.0.1:8080' }).accounts).toMatchObject({
    url: 'http://127.0.0.1:8080',
  })
})

test.each(['', 'whsec_', 'whsec_c2hvcnQ=', `${secret}!`, 'x'.repeat(40)])(
  'a secret that is no signing secret is refused, and not shown: %j',
  (given) => {
    const [problem] = problemsOf({ ...calls, ACCOUNTS_SECRET: given })
    expect(problem).toMatch(/^ACCOUNTS_SECRET/)
    if (given.length > 10) expect(problem).not.toContain(given)
  },
)

function failed(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code })
}
