import type { Purged } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

const BATCH = 1_000

type Counted = Exclude<keyof Purged, 'expiredUnused'>

/** What may go, by table. Ages count from the row's end where it has one. */
const retention: { as: Counted; table: keyof Schema; over: RawBuilder<unknown> }[] = [
  { as: 'secrets', table: 'secret', over: endedBefore('expires_at', '24 hours') },
  { as: 'sessions', table: 'session', over: endedBefore('expires_at') },
  { as: 'requests', table: 'recovery_request', over: endedBefore('created_at', '7 days') },
  { as: 'messages', table: 'message', over: endedBefore('created_at', '7 days') },
  { as: 'limiterBuckets', table: 'limiter_bucket', over: endedBefore('expires_at') },
  { as: 'limiterBuckets', table: 'limiter_slice', over: endedBefore('ends_at') },
  { as: 'limiterBuckets', table: 'limiter_streak', over: endedBefore('failed_at', '90 days') },
  { as: 'limiterBuckets', table: 'known_client', over: endedBefore('seen_at', '180 days') },
  { as: 'auditEvents', table: 'audit_event', over: endedBefore('at', '90 days') },
]

function endedBefore(column: string, ago = '0 seconds'): RawBuilder<unknown> {
  return sql`${sql.ref(column)} < clock_timestamp() - interval ${sql.lit(ago)}`
}

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
  for (const { as, table, over } of retention) {
    const unused = as === 'secrets' ? sql`spent_at is null and voided_at is null` : sql`false`
    const { deleted, expiredUnused } = await deleteInBatches(db, table, { over, unused })
    purged[as] += deleted
    purged.expiredUnused += expiredUnused
  }
  return purged
}

// Short statements, rows that others hold left for the next time: a purge never makes a reset wait.
async function deleteInBatches(
  db: Kysely<Schema>,
  table: string,
  { over, unused }: { over: RawBuilder<unknown>; unused: RawBuilder<unknown> },
): Promise<{ deleted: number; expiredUnused: number }> {
  let deleted = 0
  let expiredUnused = 0
  for (;;) {
    const { rows } = await sql<{ unused: boolean }>`
      delete from ${sql.table(table)} where ctid in (
        select ctid from ${sql.table(table)} where ${over} limit ${sql.lit(BATCH)} for update skip locked
      ) returning (${unused}) as unused`.execute(db)
    deleted += rows.length
    expiredUnused += rows.filter((row) => row.unused).length
    if (rows.length < BATCH) return { deleted, expiredUnused }
  }
}
