import { type AddressDigest, TRIES_PER_REQUEST } from '@latchkey/core'
import { type Expression, type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { isFull } from './charge-buckets.ts'

/**
 * Whether a code of a request would be refused although it is right, because of wrong ones: its request, its address or
 * the streak of the address has had as many as it may. Two rows, each found by its key.
 */
export function areCodesClosed(
  db: QueryCreator<Schema>,
  request: { tries: Expression<number>; addressDigest: Expression<AddressDigest> },
  mostInARow: Expression<number>,
) {
  const { tries, addressDigest } = request
  const dayIsFull = db
    .selectFrom('limiter_bucket as day')
    .select(({ ref }) =>
      isFull(ref('day.hits'), { spans: ref('day.spans'), most: ref('day.most') }).as('is_full'),
    )
    .where('day.limit_name', '=', 'guess-by-address')
    .where('day.subject', '=', addressDigest)
  const streakIsFull = db
    .selectFrom('limiter_streak as streak')
    .select((eb) => eb('streak.failures', '>=', mostInARow).as('is_full'))
    .where('streak.limit_name', '=', 'guess-in-a-row')
    .where('streak.subject', '=', addressDigest)
  // Not `exists`, which the planner may answer by reading the whole table.
  return sql<boolean>`(${tries} >= ${sql.lit(TRIES_PER_REQUEST)}
    or coalesce(${dayIsFull}, false) or coalesce(${streakIsFull}, false))`
}
