import { type Expression, type RawBuilder, sql } from 'kysely'

/* What several statements say that Kysely's builder has no word for. */

/** The database's clock, read when the statement runs: `now()` would stand still while a lock is waited for. */
export const now = sql<Date>`clock_timestamp()`

export function minutesFromNow(minutes: number | Expression<number>) {
  return sql<Date>`clock_timestamp() + make_interval(mins => ${minutes})`
}

export function secondsFromNow(seconds: number | Expression<number>) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`
}

export function minutesAgo(minutes: number | Expression<number>) {
  return sql<Date>`clock_timestamp() - make_interval(mins => ${minutes})`
}

/** `'24 hours'`, `'30 seconds'`. */
export function ago(interval: string) {
  return sql<Date>`clock_timestamp() - ${sql.lit(interval)}::interval`
}

/** As `Date.toJSON` writes it. */
export function isoTime(time: Expression<Date | null>) {
  return sql<string>`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/**
 * For `offset`, in a lateral subquery that finds a row by its key: PostgreSQL then runs it for each row before it, and
 * never merges it into a join that reads the whole table.
 */
export const byKey = sql<number>`0`

/** What the one column of the query has, as one value. */
export function arrayOf<Row>(query: Expression<Row>): RawBuilder<Row[keyof Row][]> {
  return sql<Row[keyof Row][]>`array${query}`
}

/**
 * For `column = any(array(select …))`: the subquery runs once, before, and its values are looked up in the column's
 * index, however many the planner expects.
 */
export function anyOf<Row>(query: Expression<Row>): RawBuilder<Row[keyof Row]> {
  return sql<Row[keyof Row]>`any(${arrayOf(query)})`
}
