import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/** A right guess is not a failure: the request and its address get it back. */
export async function giveGuessBack(
  db: Kysely<Schema>,
  requestId: string,
): Promise<{ addressDigest: Uint8Array } | undefined> {
  const request = await db
    .updateTable('recovery_request')
    .set({ tries: sql<number>`greatest(tries - 1, 0)` })
    .where('id', '=', requestId)
    .returning('address_digest')
    .executeTakeFirst()
  if (!request) return undefined
  await db
    .updateTable('limiter_bucket')
    .set({ hits: sql<Date[]>`trim_array(hits, least(1, cardinality(hits)))` })
    .where('limit_name', '=', 'guess-by-address')
    .where('subject', '=', request.address_digest)
    .execute()
  return { addressDigest: request.address_digest }
}
