import type { SqlClient } from '../../../packages/db/src/testing/sql-client.ts'

/** Each row of one table, by its primary key, or by all of it where there is none. */
export type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>
/** Every table outside of Latchkey's schemas, as `schema.table`. */
export type Snapshot = ReadonlyMap<string, Rows>

export type Difference = {
  table: string
  key: string
  kind: 'added' | 'removed' | 'changed'
  columns: string[]
  before?: Readonly<Record<string, unknown>> | undefined
  after?: Readonly<Record<string, unknown>> | undefined
}

const tablesSql = `
  select n.nspname as schema, c.relname as name,
    coalesce((select array_agg(a.attname::text order by a.attnum) from pg_index i
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
      where i.indrelid = c.oid and i.indisprimary), '{}') as keys
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|latchkey)'
  order by 1, 2`

/** Reads every row of every table of the host, column by column as text. */
export async function takeSnapshot(sql: SqlClient): Promise<Snapshot> {
  const tables = await sql.rows<{ schema: string; name: string; keys: string[] }>(tablesSql)
  const snapshot = new Map<string, Rows>()
  for (const { schema, name, keys } of tables) {
    const rows = await sql.rows<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${quoted(schema)}.${quoted(name)} t`,
    )
    snapshot.set(
      `${schema}.${name}`,
      new Map(
        rows.map(({ row }) => [
          JSON.stringify(keys.length > 0 ? keys.map((key) => row[key]) : row),
          row,
        ]),
      ),
    )
  }
  return snapshot
}

export function compare(before: Snapshot, after: Snapshot): Difference[] {
  const differences: Difference[] = []
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(table) ?? new Map()
    const now = after.get(table) ?? new Map()
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(key), now.get(key)]
      const names = Object.keys(is ?? was ?? {})
      const columns = names.filter((name) => !same(was?.[name], is?.[name]))
      if (columns.length === 0) continue
      const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
      differences.push({ table, key, kind, columns, before: was, after: is })
    }
  }
  return differences
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A table of the map as SQL spells it. */
export function spelled(table: string): string {
  return table.split('.').map(quoted).join('.')
}
