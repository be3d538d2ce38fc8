import { type RawBuilder, sql } from 'kysely'
import type { AccountTable } from './account-table.ts'

/**
 * The last part of a statement that spends: it fails, and undoes everything, unless each row that had to be written was.
 * In a table of an application, a trigger or row-level security may drop an update without an error.
 *
 * @param others further columns of the rows that it is united with; it never returns one itself.
 */
export function unlessWritten<Row>(
  accounts: AccountTable,
  others: readonly RawBuilder<unknown>[] = [],
): RawBuilder<Row> {
  const missing = accounts.mustWrite.map(
    (part) => sql`(select count(*) from ${sql.id(part)}) <> (select count(*) from spent)`,
  )
  return sql<Row>`select ${sql.join([sql`refuse_write(${sql.lit(accounts.written)})`, ...others])}
    where ${sql.join(missing, sql` or `)}`
}
