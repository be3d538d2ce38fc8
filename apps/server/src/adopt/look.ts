import { type ApplicationTable, type Database, sampleRows } from '@latchkey/db'
import { newestBy } from './tables.ts'

/** Reads some rows of a table. The values are for recognising what they are, and never shown. */
export type Look = (
  table: ApplicationTable,
  columns: readonly string[],
) => Promise<Readonly<Record<string, string | null>>[]>

const MOST = 500

/** Tables and columns that this role may not read look empty. */
export function lookInto(database: Database): Look {
  return (table, columns) => {
    const mayRead = (name: string | undefined) =>
      table.columns.some((column) => column.name === name && column.maySelect)
    const newest = newestBy(table)
    return sampleRows(database, {
      ...{ table: table.table, columns: columns.filter(mayRead), most: MOST },
      newest: mayRead(newest) ? newest : undefined,
    })
  }
}

/** The values that are not null. */
export function values(rows: readonly Readonly<Record<string, string | null>>[], column: string) {
  return rows.flatMap((row) => {
    const value = row[column]
    return value === null || value === undefined ? [] : [value]
  })
}

/** How often each value occurs, the most frequent first. */
export function frequencies(all: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count)
}
