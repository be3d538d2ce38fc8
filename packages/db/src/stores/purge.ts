import type { Purged } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'

const BATCH = 1_000

/** What may go, by table. Ages count from the row's end where it has one. */
const retention = {
  secrets: { table: 'secret', over: sql`expires_at < clock_timestamp() - interval '24 hours'` },
  sessions: { table: 'session', over: sql`expires_at < clock_timestamp()` },
  requests: {
    table: 'recovery_request',
    over: sql`created_at < clock_timestamp() - interval '7 days'`,
  },
  messages: { table: 'message', over: sql`created_at < clock_timestamp() - interval '7 days'` },
  limiterBuckets: { table: 'limiter_bucket', over: sql`expires_at < clock_timestamp()` },
  auditEvents: { table: 'audit_event', over: sql`at < clock_timestamp() - interval '90 days'` },
} satisfies Partial<Record<keyof Purged, { table: keyof Schema; over: RawBuilder<unknown> }>>

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
  for (const [name, { table, over }] of Object.entries(retention) as [
    keyof typeof retention,
    (typeof retention)[keyof typeof retention],
  ][]) {
    const unused = name === 'secrets' ? sql`spent_at is null and voided_at is null` : sql`false`
    const { deleted, expiredUnused } = await deleteInBatches(db, sql.table(table), over, unused)
    purged[name] = deleted
    purged.expiredUnused += expiredUnused
  }
  return purged
}

// Short statements, rows that others hold left for the next time: a purge never makes a reset wait.
async function deleteInBatches(
  db: Kysely<Schema>,
  table: RawBuilder<unknown>,
  over: RawBuilder<unknown>,
  unused: RawBuilder<unknown>,
): Promise<{ deleted: number; expiredUnused: number }> {
  let deleted = 0
  let expiredUnused = 0
  for (;;) {
    const { rows } = await sql<{ unused: boolean }>`
      delete from ${table} where ctid in (
        select ctid from ${table} where ${over} limit ${sql.lit(BATCH)} for update skip locked
      ) returning (${unused}) as unused`.execute(db)
    deleted += rows.length
    expiredUnused += rows.filter((row) => row.unused).length
    if (rows.length < BATCH) return { deleted, expiredUnused }
  }
}
