import { sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import { tableSql } from '../mapped/sql-of-map.ts'

/* Some rows of a table that nobody has explained yet. What they contain is for recognising it, and never shown. */

/** Texts that are longer are cut: no address and no hash is. */
const LONGEST = 4_096

export type SampledRow = Readonly<Record<string, string | null>>

type Sample = {
  /** `schema.table` */
  table: string
  columns: readonly string[]
  /** A column whose highest values are usually the newest rows. */
  newest?: string | undefined
  most: number
}

export async function sampleRows(
  { kysely }: Database,
  { table, columns, newest, most }: Sample,
): Promise<SampledRow[]> {
  if (columns.length === 0) return []
  const values = sql.join(
    columns.map(
      (name, at) =>
        sql`left(${sql.id('t', name)}::text, ${sql.lit(LONGEST)}) as ${sql.id(`c${at}`)}`,
    ),
  )
  const order = newest === undefined ? sql`` : sql`order by ${sql.id('t', newest)} desc nulls last`
  const { rows } = await asUnavailable(() =>
    sql<
      Record<string, string | null>
    >`select ${values} from ${tableSql(table)} as t ${order} limit ${sql.lit(most)}`.execute(
      kysely,
    ),
  )
  return rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, row[`c${at}`] ?? null])),
  )
}
