import { sql } from 'kysely'

/** The database's clock, read when the statement runs: `now()` would stand still while a lock is waited for. */
export const now = sql<Date>`clock_timestamp()`

export function inSeconds(seconds: number) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${seconds}::double precision)`
}

export function inMinutes(minutes: number) {
  return sql<Date>`clock_timestamp() + make_interval(mins => ${minutes}::integer)`
}

/** As the mail's worker will set it: no code outlives its request. */
export function codeEnd(minutes: number) {
  return sql<Date>`least(closes_at, ${inMinutes(minutes)})`
}
