import type { DeliveryAttempt, JobKind } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { stillHeld } from '../statements/batch-sql.ts'
import { inSeconds, now } from '../statements/time.ts'
import type { JobKinds } from './queue.ts'

export async function renewLeases(
  db: Kysely<Schema>,
  attempts: readonly DeliveryAttempt[],
): Promise<void> {
  await db
    .updateTable('outbox_job as j')
    .set({ leased_at: now })
    .where(stillHeld(attempts))
    .execute()
}

export async function releaseJobs(
  db: Kysely<Schema>,
  attempts: readonly DeliveryAttempt[],
  seconds: number,
): Promise<void> {
  await db
    .updateTable('outbox_job as j')
    .set({ leased_at: null, due_at: inSeconds(seconds) })
    .where(stillHeld(attempts))
    .execute()
}

export async function completeJobs(
  db: Kysely<Schema>,
  attempts: readonly DeliveryAttempt[],
): Promise<void> {
  await db.deleteFrom('outbox_job as j').where(stillHeld(attempts)).execute()
}

/** A job whose row is locked is being worked on, so it is skipped. */
export async function takeOver(
  db: Kysely<Schema>,
  kinds: JobKinds,
  whose: 'silent' | 'everybody',
): Promise<number> {
  const leases = Object.entries(kinds).map(([kind, { leaseSeconds }]) => ({
    kind,
    seconds: whose === 'silent' ? leaseSeconds : 0,
  }))
  const silent = db
    .selectFrom(
      sql<{
        kind: JobKind
        seconds: number
      }>`jsonb_to_recordset(${JSON.stringify(leases)}::jsonb)`.as<'lease'>(
        sql`lease(kind text, seconds double precision)`,
      ),
    )
    .crossJoinLateral((eb) =>
      eb
        .selectFrom('outbox_job')
        .select('outbox_job.id')
        .whereRef('outbox_job.kind', '=', 'lease.kind')
        .where(
          'leased_at',
          '<',
          sql<Date>`(select clock_timestamp()) - make_interval(secs => lease.seconds)`,
        )
        .forUpdate()
        .skipLocked()
        .as('job'),
    )
    .select('job.id')
  const { numUpdatedRows } = await db
    .updateTable('outbox_job')
    .set({ leased_at: null, due_at: now })
    .where('id', '=', sql<string>`any(array(${silent}))`)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
