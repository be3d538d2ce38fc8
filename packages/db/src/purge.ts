import type { Purged } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'
import { ago, anyOf } from './statements/expressions.ts'

const BATCH = 1_000

type Counted = Exclude<keyof Purged, 'expiredUnused'>

type Retention = { as: Counted; table: keyof Schema; column: string; kept: string }

/** A row is purged when `column` is older than `kept`. */
function retain<Table extends keyof Schema>(
  as: Counted,
  table: Table,
  { column, kept = '0 seconds' }: { column: keyof Schema[Table] & string; kept?: string },
): Retention {
  return { as, table, column, kept }
}

const retentions: readonly Retention[] = [
  retain('secrets', 'secret', { column: 'expires_at', kept: '24 hours' }),
  retain('sessions', 'session', { column: 'expires_at' }),
  retain('requests', 'recovery_request', { column: 'created_at', kept: '7 days' }),
  retain('messages', 'message', { column: 'created_at', kept: '7 days' }),
  retain('limiterBuckets', 'limiter_bucket', { column: 'expires_at' }),
  retain('limiterBuckets', 'limiter_slice', { column: 'ends_at' }),
  retain('limiterBuckets', 'limiter_streak', { column: 'failed_at', kept: '90 days' }),
  retain('limiterBuckets', 'known_client', { column: 'seen_at', kept: '180 days' }),
  retain('auditEvents', 'audit_event', { column: 'at', kept: '90 days' }),
]

export async function purge(db: Kysely<Schema>): Promise<Purged> {
  const purged: Purged = {
    secrets: 0,
    expiredUnused: 0,
    requests: 0,
    messages: 0,
    sessions: 0,
    limiterBuckets: 0,
    auditEvents: 0,
  }
  for (const retention of retentions) {
    const { deleted, expiredUnused } = await deleteInBatches(db, retention)
    purged[retention.as] += deleted
    purged.expiredUnused += expiredUnused
  }
  return purged
}

/** Short statements that skip locked rows, so that a purge delays nothing else. The next purge takes those. */
async function deleteInBatches(
  db: Kysely<Schema>,
  retention: Retention,
): Promise<{ deleted: number; expiredUnused: number }> {
  let deleted = 0
  let expiredUnused = 0
  for (;;) {
    const rows = await deleteBatch(db, retention).execute()
    deleted += rows.length
    expiredUnused += rows.filter(({ unused }) => unused).length
    if (rows.length < BATCH) return { deleted, expiredUnused }
  }
}

/** Rows are found by their physical address, which every table has. */
function deleteBatch(db: Kysely<Schema>, { as, table, column, kept }: Retention) {
  const address = sql.ref<string>('ctid')
  // One type stands for all tables: `retain` has checked the column.
  const name = table as 'secret'
  const expired = db
    .selectFrom(name)
    .select(address.as('address'))
    .where(sql.ref<Date>(column), '<', ago(kept))
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
  return db
    .deleteFrom(name)
    .where(address, '=', anyOf(expired))
    .returning(({ eb, and, lit }) =>
      as === 'secrets'
        ? and([eb('spent_at', 'is', null), eb('voided_at', 'is', null)]).as('unused')
        : lit(false).as('unused'),
    )
}
