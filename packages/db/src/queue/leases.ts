import type { JobAttempt, JobKind, JobKinds } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, now, nowOnce, secondsBefore, secondsFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { type HeldJob, heldJobs, heldRows, stillHeld } from './held-jobs.ts'

export async function renewLeases(
  db: Kysely<Schema>,
  attempts: readonly JobAttempt[],
): Promise<void> {
  if (attempts.length > 0) await extendLeases(db, { held: heldJobs(attempts) })
}

const extendLeases = prepared('renew-leases', (db, p: Values<{ held: HeldJob[] }>) =>
  db
    .with('held', (cte) => cte.selectFrom(heldRows(p.held)).selectAll())
    .updateTable('outbox_job as job')
    .from('held')
    .set({ leased_at: now })
    .where(stillHeld),
)

export async function releaseJobs(
  db: Kysely<Schema>,
  attempts: readonly JobAttempt[],
  seconds: number,
): Promise<void> {
  if (attempts.length > 0) await endLeases(db, { held: heldJobs(attempts), seconds })
}

const endLeases = prepared('release-jobs', (db, p: Values<{ held: HeldJob[]; seconds: number }>) =>
  db
    .with('held', (cte) => cte.selectFrom(heldRows(p.held)).selectAll())
    .updateTable('outbox_job as job')
    .from('held')
    .set({ leased_at: null, due_at: secondsFromNow(p.seconds) })
    .where(stillHeld),
)

type Lease = { kind: JobKind; seconds: number }

export async function takeOver(
  db: Kysely<Schema>,
  kinds: JobKinds,
  whose: 'silent' | 'everybody',
): Promise<number> {
  const leases = Object.entries(kinds).map(([kind, { leaseSeconds }]) => ({
    kind: kind as JobKind,
    seconds: whose === 'silent' ? leaseSeconds : 0,
  }))
  return (await endSilentLeases(db, { leases })).length
}

/** A job whose row is locked is being worked on, so it is skipped. */
const endSilentLeases = prepared('take-over-jobs', (db, p: Values<{ leases: Lease[] }>) =>
  db
    .updateTable('outbox_job')
    .set({ leased_at: null, due_at: now })
    .where(
      'id',
      '=',
      anyOf(
        db
          .selectFrom(rows('lease', p.leases, { kind: 'text', seconds: 'integer' }))
          .innerJoinLateral(
            (eb) =>
              eb
                .selectFrom('outbox_job as job')
                .select('job.id')
                .whereRef('job.kind', '=', 'lease.kind')
                // A job that was leased this very millisecond is one of everybody's, too.
                .where('job.leased_at', '<=', secondsBefore(nowOnce, eb.ref('lease.seconds')))
                .forUpdate()
                .skipLocked()
                .as('silent'),
            (join) => join.onTrue(),
          )
          .select('silent.id'),
      ),
    )
    .returning('id'),
)
