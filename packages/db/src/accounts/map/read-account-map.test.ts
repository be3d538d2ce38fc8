import { describe, expect, test } from 'vitest'
import type { AccountFunctionsInput } from './account-functions.ts'
import type { AccountMapInput } from './account-map.ts'
import { accountMapJsonSchema } from './map-json-schema.ts'
import { parseAccountMap, readAccountMap, readAnyAccountMap } from './read-account-map.ts'

const laravel = {
  preset: 'laravel@12',
  users: {
    table: 'public.users',
    id: 'id',
    email: 'email',
    alive: { deleted_at: null },
    verified: { column: 'email_verified_at' },
  },
  password: {
    columns: { hash: 'password' },
    usable: { hash: { not: '' } },
    write: 'bcrypt',
    prefix: '2y',
    cost: 12,
  },
  onChange: { remember_token: { random: 60 }, updated_at: 'now' },
  sessions: [
    { delete: 'public.sessions', by: 'user_id' },
    {
      delete: 'public.personal_access_tokens',
      by: 'tokenable_id',
      where: { tokenable_type: 'App\\Models\\User' },
    },
    { delete: 'public.password_reset_tokens', byEmail: 'email' },
  ],
} satisfies AccountMapInput

const betterAuth = {
  ...laravel,
  users: { table: 'public.user', id: 'id', email: 'email' },
  password: {
    table: 'public.account',
    join: { userId: 'id' },
    where: { providerId: 'credential' },
    columns: { hash: 'password' },
    write: 'better-auth',
    normalise: 'NFKC',
    onChange: { updatedAt: 'now' },
  },
  onChange: {},
  sessions: [{ delete: 'public.session', by: 'userId' }],
} satisfies AccountMapInput

function problemsIn(map: unknown): string[] {
  const read = readAccountMap(map)
  return read.ok ? [] : read.problems
}

test('a map is read with what it leaves out', () => {
  expect(readAccountMap(laravel)).toMatchObject({
    ok: true,
    map: { epoch: [], duplicates: 'refuse', password: { normalise: 'none', pepper: false } },
  })
  expect(readAccountMap(betterAuth).ok).toBe(true)
})

test('every problem of form is reported at once, with its place', () => {
  const map = {
    users: { table: 'users', id: '', emial: 'email' },
    password: { columns: { hash: 7 }, write: 'bcrypt', cost: 1.5, normalise: 'nfc' },
    onChange: { updated_at: { later: true } },
    sessions: [
      { delete: 'public.sessions' },
      { truncate: 'public.tokens' },
      { because: 'luck' },
      { update: 'public.tokens', by: 'user_id', set: { revoked_at: { random: 2 } } },
    ],
    epoch: 'token_version',
    duplicates: 'each',
  }
  expect(problemsIn(map)).toEqual([
    'users.table: must be a schema and a table, such as public.users',
    'users.id: is empty',
    'users.email: is missing',
    'users.emial: is no word of a map',
    expect.stringContaining('password.columns.hash: must be the name of a column'),
    'password.cost: must be a whole number',
    'password.normalise: must be "none" or "NFC" or "NFKC"',
    expect.stringContaining('onChange.updated_at: must be a value, "now"'),
    'sessions[0].by: is missing',
    expect.stringContaining('sessions[1]: must say what ends these sessions'),
    'sessions[2].because: must be "hash", "column", "epoch" or "event"',
    'sessions[3].set.revoked_at.random: must be at least 8',
    'epoch: must be a list',
    'duplicates: must be "refuse" or "newest"',
  ])
})

type Case = [said: string, change: Partial<Record<keyof AccountMapInput, unknown>>]

describe('what has the right form and cannot be meant', () => {
  const { users, password } = laravel
  test.each<Case>([
    [
      'password.join: is missing: name the column of public.account and the column of the users that it equals, such as { "user_id": "id" }',
      { password: { ...password, table: 'public.account' } },
    ],
    [
      'password.join: needs password.table; leave it out if the users have the password',
      { password: { ...password, join: { user_id: 'id' } } },
    ],
    [
      'password.onChange: needs password.table; without it, write these in onChange',
      { password: { ...password, onChange: { updated_at: 'now' } } },
    ],
    [
      'password.where: needs password.table; conditions on users stand in users.alive',
      { password: { ...password, where: { provider: 'local' } } },
    ],
    [
      'password.table: is the table of the users; leave password.table and password.join out',
      { password: { ...password, table: 'public.users', join: { id: 'id' } } },
    ],
    [
      'password.columns: two parts are in password',
      { password: { ...password, columns: { hash: 'password', salt: 'password' } } },
    ],
    [
      'password.usable.salt: password.columns has no salt',
      { password: { ...password, usable: { salt: { not: '' } } } },
    ],
    [
      'users.match: is missing: say how NormalizedEmail is compared: "lower", "exact", "citext" or "upper"',
      { users: { ...users, matchColumn: 'NormalizedEmail' } },
    ],
    [
      'public.users (password): is written twice by a change of the password',
      { onChange: { password: 'now' } },
    ],
    [
      'public.users (email_verified_at): is written twice by a change of the password',
      {
        users: { ...users, verified: { column: 'email_verified_at', setOnChange: true } },
        onChange: { email_verified_at: 'now' },
      },
    ],
    [
      'public.users (email): is the address of the user, which nothing may write',
      { onChange: { email: 'other@example.com' } },
    ],
    ['epoch: names token_version twice', { epoch: ['token_version', 'token_version'] }],
    ['epoch: password makes open links invalid anyway; leave it out', { epoch: ['password'] }],
    [
      'sessions[0].delete: would delete the user from public.users',
      { sessions: [{ delete: 'public.users', by: 'id' }] },
    ],
    [
      'sessions[0].update: is public.users; what a change of the password writes there stands in onChange',
      { sessions: [{ update: 'public.users', by: 'id', set: { token: null } }] },
    ],
    [
      'sessions[1]: ends the same sessions as sessions[0]',
      {
        sessions: [
          { delete: 'public.sessions', by: 'user_id' },
          { update: 'public.sessions', by: 'user_id', set: { revoked: true } },
        ],
      },
    ],
    [
      'sessions[0].set: is empty',
      { sessions: [{ update: 'public.sessions', by: 'user_id', set: {} }] },
    ],
    [
      'sessions[0].column: a change of the password does not write token_version, so it ends no session; write it in onChange',
      { sessions: [{ because: 'column', column: 'token_version' }] },
    ],
    [
      "users.table: pg_catalog.pg_authid is PostgreSQL's own",
      { users: { ...users, table: 'pg_catalog.pg_authid' } },
    ],
  ])('%s', (said, change) => {
    expect(problemsIn({ ...laravel, ...change })).toEqual([said])
  })
})

describe('a map that names functions', () => {
  const functions = {
    functions: 'latchkey_host',
    tables: ['app.members'],
    password: { write: 'payload', parts: ['hash', 'salt'] },
    sessions: [{ because: 'function', ends: 'cookies' }, { because: 'epoch' }],
  } satisfies AccountFunctionsInput

  test('is told from one of tables by its first word, and read with what it leaves out', () => {
    expect(parseAccountMap(JSON.stringify(functions))).toMatchObject({
      ok: true,
      map: { duplicates: 'refuse', password: { normalise: 'none', parts: ['hash', 'salt'] } },
    })
    expect(parseAccountMap('{ "functions": "host", "password": { "write": "bcrypt" } }')).toEqual({
      ok: true,
      map: {
        ...{ functions: 'host', tables: [], sessions: [], duplicates: 'refuse' },
        password: {
          ...{ write: 'bcrypt', parts: ['hash'], parameters: {} },
          ...{ normalise: 'none', pepper: false },
        },
      },
    })
  })

  test('every problem of form is reported at once, with its place', () => {
    const map = {
      functions: '',
      users: laravel.users,
      tables: ['members'],
      password: { columns: { hash: 'password' }, parts: ['pepper'] },
      sessions: [
        { because: 'luck' },
        { delete: 'app.sessions', by: 'user_id' },
        { because: 'function', says: 'cookies' },
        { because: 'column' },
      ],
    }
    const read = readAnyAccountMap(map)
    expect(read.ok ? [] : read.problems).toEqual([
      'functions: is empty',
      'tables[0]: must be a schema and a table, such as public.users',
      'password.parts[0]: must be "hash" or "salt" or "algorithm"',
      'password.write: is missing',
      'password.columns: is no word of a map with functions',
      'sessions[0].because: must be "function", "hash", "column", "epoch" or "event"',
      expect.stringContaining('What is deleted or updated stands in host_change'),
      'sessions[2].says: is no word of a map with functions',
      'sessions[3].column: is missing',
      'users: is no word of a map with functions',
    ])
  })

  test.each<[said: string, change: Partial<Record<keyof AccountFunctionsInput, unknown>>]>([
    ["functions: pg_catalog is PostgreSQL's own", { functions: 'pg_catalog' }],
    ["tables[0]: pg_catalog.pg_authid is PostgreSQL's own", { tables: ['pg_catalog.pg_authid'] }],
    ['tables: names app.a twice', { tables: ['app.a', 'app.a'] }],
    ['password.parts: has no "hash"', { password: { write: 'payload', parts: ['salt'] } }],
    [
      'password.parts: names hash twice',
      { password: { write: 'payload', parts: ['hash', 'hash'] } },
    ],
    [
      'sessions[1]: ends the same sessions as sessions[0]',
      { sessions: [{ because: 'function' }, { because: 'function' }] },
    ],
  ])('what cannot be meant: %s', (said, change) => {
    const read = readAnyAccountMap({ ...functions, ...change })
    expect(read.ok ? [] : read.problems).toEqual([said])
  })
})

test.each([
  ['', 'is empty'],
  ['{ "users": ', 'is not JSON'],
  ['{\n  "users": 1,\n}', 'is not JSON (line 3 column 1)'],
  ['[]', 'The map must be an object'],
  ['\0{\0', 'is written in UTF-16; save it as UTF-8'],
  ['\uFFFD', 'contains bytes that are not UTF-8; save it as UTF-8'],
])('the file %j %s', (text, said) => {
  expect(parseAccountMap(text)).toEqual({ ok: false, problems: [said] })
})

test('a file may begin with a BOM', () => {
  expect(parseAccountMap(`\uFEFF${JSON.stringify(laravel)}`).ok).toBe(true)
})

test('a key that is written twice is found, because JSON keeps only the last', () => {
  const text = JSON.stringify(laravel)
    .replace('"cost":12', '"cost":12,"cost":4')
    .replace('"by":"user_id"', '"by":"id","by":"user_id"')
  expect(parseAccountMap(text)).toEqual({
    ok: false,
    problems: ['password.cost: is written twice', 'sessions[0].by: is written twice'],
  })
})

test('the JSON Schema in docs/ is that of the map', async () => {
  const file = new URL('../../../../../docs/latchkey.accounts.schema.json', import.meta.url)
  const text = `${JSON.stringify(accountMapJsonSchema(), undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot(file.pathname)
})
