import { type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import { tableSql } from '../mapped/sql-of-map.ts'

/* Some rows of a table that nobody has explained yet. What they contain is for recognising it, and never shown. */

/** Texts that are longer are cut: no address and no hash is. */
const LONGEST = 4_096

/** A row as text, by column. */
export type SampledRow = Readonly<Record<string, string | null>>

type Sample = {
  /** `schema.table` */
  table: string
  columns: readonly string[]
  /** A column whose highest values are usually the newest rows. */
  newest?: string | undefined
  most: number
}

type Dynamic = Kysely<Record<string, Record<string, string | null>>>

/** Some rows of a table, the newest first where it is known which they are. Reads only. */
export async function sampleRows(
  { kysely }: Database,
  { table, columns, newest, most }: Sample,
): Promise<SampledRow[]> {
  if (columns.length === 0) return []
  const query = (kysely as unknown as Dynamic)
    .selectFrom(tableSql(table).as('t'))
    .select(
      columns.map((name, at) =>
        sql<string | null>`left(${sql.id('t', name)}::text, ${sql.lit(LONGEST)})`.as(`c${at}`),
      ),
    )
    .limit(most)
  const ordered =
    newest === undefined ? query : query.orderBy(sql`${sql.id('t', newest)} desc nulls last`)
  const rows = await asUnavailable(() => ordered.execute())
  return rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, row[`c${at}`] ?? null])),
  )
}
