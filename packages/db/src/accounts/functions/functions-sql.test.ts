import { expect, test } from 'vitest'
import type { CatalogueColumn } from '../check/catalogue.ts'
import type { AccountMapInput } from '../map/account-map.ts'
import { readAccountFunctions, readAccountMap } from '../map/read-account-map.ts'
import { functionsMapOf } from './functions-map-of.ts'
import { functionsSql } from './functions-sql.ts'

const laravel = {
  users: { table: 'public.users', id: 'id', email: 'email', alive: { deleted_at: null } },
  password: { columns: { hash: 'password' }, write: 'bcrypt', prefix: '2y', cost: 12 },
  onChange: { remember_token: { random: 60 }, updated_at: 'now' },
  sessions: [
    { delete: 'public.sessions', by: 'user_id' },
    { delete: 'public.password_reset_tokens', byEmail: 'email' },
  ],
} satisfies AccountMapInput

const types: Record<string, string> = { id: 'int8', user_id: 'int8', updated_at: 'timestamp' }

function column(name: string): CatalogueColumn {
  const base = types[name] ?? 'varchar'
  return {
    ...{ name, number: 1, type: base, base, baseSchema: 'pg_catalog', mayUseBaseSchema: true },
    ...{ length: null, notNull: false, isGenerated: false, isUpdatable: true },
    ...{ maySelect: true, mayUpdate: true, mayInsert: false },
  }
}

function mapOf(input: AccountMapInput) {
  const read = readAccountMap(input)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.map
}

const sqlOf = (input: AccountMapInput) =>
  functionsSql(mapOf(input), { column: (_, name) => column(name) })

test('the functions for a Laravel application are as reviewed', async () => {
  await expect(sqlOf(laravel)).toMatchFileSnapshot('example/laravel.sql')
})

test('what a map says is never SQL itself', () => {
  const sql = sqlOf({
    ...laravel,
    users: { ...laravel.users, alive: { kind: "it's $latchkey$ $1", 'a "name"': 'x' } },
  })
  expect(sql).toContain(`"kind" = 'it''s $latchkey$ $1'`)
  expect(sql).toContain('"u"."a ""name""" = ')
  // The body ends where it should.
  expect(sql).toContain('as $latchkey1$')
})

test('a backslash means the same in every session', () => {
  const tokens = { delete: 'public.tokens', by: 'user_id', where: { type: 'App\\User' } } as const
  expect(sqlOf(laravel)).not.toContain('standard_conforming_strings')
  const sql = sqlOf({ ...laravel, sessions: [tokens] })
  expect(sql.match(/set standard_conforming_strings = on/g)).toHaveLength(1)
})

test('the map that goes with them keeps what SQL does not know, and can be read', () => {
  const map = functionsMapOf(
    mapOf({
      ...laravel,
      password: {
        ...{ columns: { hash: 'hash', salt: 'salt' }, write: 'payload', normalise: 'NFKC' },
        ...{ maxBytes: 100, parameters: { t: 3 }, pepper: true },
      },
      onChange: { token_version: { increment: 1 } },
      sessions: [
        { delete: 'public.tokens', by: 'user_id', where: { type: 'a' } },
        { delete: 'public.tokens', by: 'user_id', where: { type: 'b' } },
        { because: 'column', column: 'token_version' },
      ],
      duplicates: 'newest',
    }),
    { schema: 'seam' },
  )
  expect(map).toEqual({
    functions: 'seam',
    tables: ['public.users', 'public.tokens'],
    password: {
      ...{ parts: ['hash', 'salt'], write: 'payload', normalise: 'NFKC' },
      ...{ maxBytes: 100, parameters: { t: 3 }, pepper: true },
    },
    sessions: [
      { because: 'function', ends: 'it deletes rows of public.tokens' },
      { because: 'column', column: 'token_version' },
    ],
    duplicates: 'newest',
  })
  expect(readAccountFunctions(map).ok).toBe(true)
})
