import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Adoption } from '../rig/adoption.ts'
import { quoted, spelled } from '../rig/snapshot.ts'
import type { Check } from './check.ts'
import { resetByLink } from './recovering.ts'

const FEW = 10_000
const MANY = 1_000_000
const RESETS = 60
/** More than the time of one statement may grow, or what a statement may grow by without being looked at. */
const FACTOR = 1.1
const NOISE_MS = 0.1

/** With `--many` only: it takes minutes. */
export const manyUsers: readonly Check[] = [
  {
    id: 'A11',
    title: 'every statement takes as long with a million users as with ten thousand',
    when: ({ host }) => Boolean(host.grow),
    async run(adoption) {
      await adoption.sql.rows('create extension if not exists pg_stat_statements')
      await addMissingIndexes(adoption)
      const few = await measure(adoption, { from: adoption.people.length, to: FEW })
      const many = await measure(adoption, { from: FEW, to: MANY })
      const slower = [...many].flatMap(([id, { ms, text }]) => {
        const before = few.get(id)?.ms ?? 0
        return ms > before * FACTOR && ms - before > NOISE_MS
          ? [`${before.toFixed(3)} ms, then ${ms.toFixed(3)} ms: ${text.slice(0, 160)}`]
          : []
      })
      assert.deepEqual(slower, [])
    },
  },
  {
    id: 'A11',
    title: 'without an index on the address `doctor` refuses a million users',
    when: ({ host }) => Boolean(host.grow),
    async run({ golden, sql, latchkey }) {
      const table = spelled(golden.users.table)
      const indexes = await sql.rows<{ name: string; definition: string; owner: string }>(
        `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition,
           c.conname as owner
         from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'u'
         where i.indrelid = $1::regclass and not i.indisprimary
           and pg_get_indexdef(i.indexrelid) ~ $2`,
        [table, `\\y${golden.users.email}\\y`],
      )
      for (const { name, owner } of indexes) {
        if (owner === null) await sql.rows(`drop index ${name}`)
        else await sql.rows(`alter table ${table} drop constraint ${quoted(owner)}`)
      }
      const { code, output, errors } = await latchkey(['doctor'])
      for (const { definition } of indexes) await sql.rows(definition)
      assert.equal(code, 1, output)
      assert.match(`${output}${errors}`, /index/i)
    },
  },
]

type Statement = { id: string; text: string; ms: number }

async function measure(
  adoption: Adoption,
  { from, to }: { from: number; to: number },
): Promise<Map<string, Statement>> {
  const { sql, golden, host } = adoption
  await sql.rows(host.grow ?? '', [from + 1, to])
  const tables = [golden.users.table, golden.password.table ?? golden.users.table]
  // What a table needs after so many rows, or the plans are of the table of before.
  for (const table of new Set(tables)) {
    await sql.rows(`vacuum analyze ${spelled(table)}`)
  }
  const reset = () => resetByLink(adoption, adoption.person(), 'chosen among many')
  for (let nth = 0; nth < 10; nth++) await reset()
  await sql.rows('select pg_stat_statements_reset()')
  for (let nth = 0; nth < RESETS; nth++) await reset()
  const statements = await sql.rows<Statement>(
    `select queryid::text as id, query as text, mean_exec_time as ms from pg_stat_statements
     where userid = 'latchkey'::regrole and calls >= 10`,
  )
  const [, name = ''] = golden.users.table.split('.')
  assert.ok(
    statements.some(({ text }) => text.includes(name)),
    'no statement reads the users',
  )
  return new Map(statements.map((one) => [one.id, one]))
}

/** What `adopt` proposes where no index serves a search: an operator makes it before there are many users. */
async function addMissingIndexes({ adopt, folder, sql }: Adoption): Promise<void> {
  const { output } = await adopt(['--out', mkdtempSync(join(folder, 'indexes-'))])
  for (const statement of output.match(/CREATE INDEX CONCURRENTLY ON [^;]+;/g) ?? []) {
    await sql.rows(statement)
  }
}
