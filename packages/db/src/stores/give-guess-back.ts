import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { giveBackTo } from './budget.ts'

/** A right guess is not a failure: the request, its address and the house get it back, and the row of failures ends. */
export async function giveGuessBack(
  trx: Transaction<Schema>,
  requestId: string,
): Promise<{ addressDigest: Uint8Array } | undefined> {
  const request = await trx
    .updateTable('recovery_request')
    .set({ tries: sql<number>`greatest(tries - 1, 0)` })
    .where('id', '=', requestId)
    .returning('address_digest')
    .executeTakeFirst()
  if (!request) return undefined
  // Each asks for the one before, so that locks are taken in the order in which a guess is charged.
  await sql`
    with day as (
      update limiter_bucket set hits = trim_array(hits, least(1, cardinality(hits)))
      where limit_name = 'guess-by-address' and subject = ${request.address_digest} returning 1
    ), in_a_row as (
      delete from limiter_streak
      where limit_name = 'guess-in-a-row' and subject = ${request.address_digest}
        and (select count(*) >= 0 from day) returning 1
    )
    ${giveBackTo('guess-in-all', sql`(select count(*) >= 0 from in_a_row)`)}`.execute(trx)
  return { addressDigest: request.address_digest }
}
