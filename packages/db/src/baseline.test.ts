import { secretKinds } from '@latchkey/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlClient, openTestPostgres, type SqlClient } from './testing/index.ts'

/* The check constraints spell out what the code has as tables: a kind that is added in one place is missed here. */

let outside: SqlClient
let close: () => Promise<void>
beforeAll(async () => {
  const postgres = await openTestPostgres()
  const fresh = await postgres.fresh()
  outside = await openSqlClient(fresh.url ?? '')
  close = async () => {
    await outside.close()
    await fresh.close()
    await postgres.close()
  }
})
afterAll(() => close())

/** The words that a check constraint allows, in the order of the alphabet. */
async function wordsOf(constraint: string): Promise<string[]> {
  const [row] = await outside.rows<{ definition: string }>(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1',
    [constraint],
  )
  return [...(row?.definition ?? '').matchAll(/'([^']+)'::text/g)].map(([, word = '']) => word)
}

const sorted = (words: Iterable<string>) => [...new Set(words)].sort()

test.each([['secret_kind_check', Object.keys(secretKinds)]])(
  '%s allows what the code has',
  async (constraint, words) => {
    expect(sorted(await wordsOf(constraint))).toEqual(sorted(words))
  },
)

test('a secret has a request unless its kind is bound to an account alone', async () => {
  const ofAccounts = Object.entries(secretKinds).filter(([, kind]) => kind.boundTo === 'account')
  expect(sorted(await wordsOf('secret_request_check'))).toEqual(ofAccounts.map(([name]) => name))
})
