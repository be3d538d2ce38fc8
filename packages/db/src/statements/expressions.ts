import { type Expression, sql } from 'kysely'

/* What several statements say that Kysely's builder has no word for. */

/** The database's clock, read when the statement runs: `now()` would stand still while a lock is waited for. */
export const now = sql<Date>`clock_timestamp()`

export function minutesFromNow(minutes: number | Expression<number>) {
  return sql<Date>`clock_timestamp() + make_interval(mins => ${minutes})`
}

export function secondsFromNow(seconds: number | Expression<number>) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`
}

/** `'24 hours'`, `'30 seconds'`. */
export function ago(interval: string) {
  return sql<Date>`clock_timestamp() - ${sql.lit(interval)}::interval`
}

/**
 * For `offset`, in a lateral subquery that finds a row by its key: PostgreSQL then runs it for each row before it, and
 * never merges it into a join that reads the whole table.
 */
export const byKey = sql<number>`0`
