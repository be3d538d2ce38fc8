import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'

/** A right guess is not a failure: the request and its address get it back. */
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
  await trx
    .updateTable('limiter_bucket')
    .set({ hits: sql<Date[]>`trim_array(hits, least(1, cardinality(hits)))` })
    .where('limit_name', '=', 'guess-by-address')
    .where('subject', '=', request.address_digest)
    .execute()
  return { addressDigest: request.address_digest }
}
