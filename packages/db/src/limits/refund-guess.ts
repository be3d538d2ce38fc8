import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { refundTo } from './shared-budget.ts'

/** Takes back the guess at one request. */
export async function refundGuess(db: Kysely<Schema>, requestId: string): Promise<void> {
  await sql`with ${guessesRefunded(sql`select ${requestId}::uuid`)} select from refunded`.execute(
    db,
  )
}

/**
 * A right guess is not a failure: the request, its address and the house get it back, and the row of failures ends.
 * Parts of a `with`; \`refunded\` yields the requests and their addresses. `requests` yields ids, no two the same.
 * Locks are taken in the order in which guesses are charged, of each kind by key.
 */
export function guessesRefunded(requests: RawBuilder<unknown>): RawBuilder<unknown> {
  const subjects = sql`subject = any(array(select address_digest from refunded))`
  return sql`request_to_pay as materialized (
      select id from recovery_request where id = any(array(${requests})) order by id for no key update
    ), refunded as (
      update recovery_request set tries = greatest(tries - 1, 0)
      where id = any(array(select id from request_to_pay)) returning id, address_digest
    ), day_to_pay as materialized (
      select subject from limiter_bucket where limit_name = 'guess-by-address' and ${subjects}
      order by subject for no key update
    ), day as (
      update limiter_bucket set hits = trim_array(hits, least(cardinality(hits), (
        select count(*)::integer from refunded where address_digest = subject
      )))
      where limit_name = 'guess-by-address' and subject = any(array(select subject from day_to_pay)) returning 1
    ), row_to_end as materialized (
      select subject from limiter_streak where limit_name = 'guess-in-a-row' and ${subjects}
        and (select count(*) >= 0 from day)
      order by subject for update
    ), in_a_row as (
      delete from limiter_streak
      where limit_name = 'guess-in-a-row' and subject = any(array(select subject from row_to_end)) returning 1
    ), house as (
      ${refundTo('guess-in-all', sql`select count(*) from refunded where (select count(*) >= 0 from in_a_row)`)}
    )`
}
