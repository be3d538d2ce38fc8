import type { Job, JobAttempt } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, now, nowOnce } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import type { KindWithRoom } from './by-urgency.ts'

/** Leases the next jobs that are due to this caller, in the order of `kinds`. */
export async function claimJobs(
  db: Kysely<Schema>,
  { kinds, most }: { kinds: readonly KindWithRoom[]; most: number },
): Promise<JobAttempt[]> {
  if (kinds.length === 0 || most <= 0) return []
  const claimed = await leaseDueJobs(db, { kinds, most })
  const order = new Map(kinds.map(({ kind }, nth) => [kind, nth]))
  return claimed
    .sort(
      (one, other) =>
        (order.get(one.kind) ?? 0) - (order.get(other.kind) ?? 0) ||
        one.created_at.getTime() - other.created_at.getTime(),
    )
    .map(({ id, kind, payload, claim, created_at, trace_parent }) => ({
      jobId: id,
      claim,
      queuedAt: created_at,
      job: { kind, ...payload } as Job,
      ...(trace_parent !== null && { traceParent: trace_parent }),
    }))
}

/**
 * Looks for each kind on its own, in one range of the index for waiting jobs: it begins with the job that has been
 * due longest and ends before those that are not due. The rows are locked one by one, as the outer limit asks for
 * them, so no job is locked that is not claimed.
 */
const leaseDueJobs = prepared(
  'claim-jobs',
  (db, p: Values<{ kinds: readonly KindWithRoom[]; most: number }>) =>
    db
      .updateTable('outbox_job')
      .set((eb) => ({ leased_at: now, claim: eb('claim', '+', 1) }))
      .where(
        'id',
        '=',
        anyOf(
          db
            .selectFrom(rows('urgent', p.kinds, { kind: 'text', room: 'integer' }))
            .innerJoinLateral(
              (eb) =>
                eb
                  .selectFrom('outbox_job as job')
                  .select('job.id')
                  .whereRef('job.kind', '=', 'urgent.kind')
                  .where('job.leased_at', 'is', null)
                  .where('job.due_at', '<=', nowOnce)
                  .orderBy('job.due_at')
                  .limit(eb.ref('urgent.room'))
                  .forUpdate()
                  .skipLocked()
                  .as('due'),
              (join) => join.onTrue(),
            )
            .select('due.id')
            .limit(p.most),
        ),
      )
      .returning(['id', 'kind', 'payload', 'claim', 'created_at', 'trace_parent']),
)
