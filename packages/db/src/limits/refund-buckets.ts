import type { Charge } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { type BucketHit, bucketHitColumns, hitOn, withoutNewest } from './charge-buckets.ts'

/** Takes the newest hit back from each bucket. */
export async function refundBuckets(db: Kysely<Schema>, charges: readonly Charge[]): Promise<void> {
  if (charges.length > 0) await refundNewest(db, { buckets: charges.map(hitOn) })
}

const refundNewest = prepared('refund-buckets', (db, p: Values<{ buckets: BucketHit[] }>) =>
  db
    .updateTable('limiter_bucket')
    .set(({ ref, lit }) => ({ hits: withoutNewest(ref('hits'), lit(1)) }))
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('limit_name', 'subject'),
        'in',
        selectFrom('limiter_bucket as bucket')
          .innerJoin(rows('refunded', p.buckets, bucketHitColumns), (join) =>
            join
              .onRef('refunded.limit_name', '=', 'bucket.limit_name')
              .onRef('refunded.subject', '=', 'bucket.subject'),
          )
          .select(['bucket.limit_name', 'bucket.subject'])
          .orderBy('bucket.limit_name')
          .orderBy('bucket.subject')
          .forUpdate('bucket')
          .$asTuple('limit_name', 'subject'),
      ),
    ),
)
