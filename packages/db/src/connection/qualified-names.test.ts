import { expect, test } from 'vitest'
import { preparedStatements } from '../statements/prepared.ts'
import { sqlOnly } from '../statements/sql-only.ts'
import { openTestEmbedded, sql } from '../testing/index.ts'
import '../index.ts'

test('every prepared statement names our schema before every table, and before nothing else', async () => {
  const { database, close } = await openTestEmbedded()
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'latchkey'`.execute(database.kysely)
  await close()
  const tables = new Set(rows.map(({ name }) => name))

  const db = sqlOnly().withSchema('ours')
  const texts = [...preparedStatements.values()].map((compile) => compile(db).sql)
  const after = (words: string) =>
    texts.flatMap((text) => [...text.matchAll(new RegExp(`${words}"(\\w+)"(?!\\.)`, 'g'))])
  const bare = after('(?:from|join|into|update|using) ').map(([, name]) => name ?? '')
  expect(bare.filter((name) => tables.has(name))).toEqual([])
  const qualified = new Set(after('"ours"\\.').map(([, name]) => name ?? ''))
  expect([...qualified].filter((name) => !tables.has(name))).toEqual([])
  expect(qualified.size).toBeGreaterThan(5)
})
