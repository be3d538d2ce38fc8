import type { DeliveryAttempt, DeliveryJob, JobKind, JobRoom } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, now, nowOnce } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import type { JobKinds } from './queue.ts'

/** Leases the next jobs that are due to this caller. */
export async function claimJobs(
  db: Kysely<Schema>,
  { kinds, most, room }: { kinds: JobKinds; most: number; room: JobRoom | undefined },
): Promise<DeliveryAttempt[]> {
  const urgent = byUrgency(kinds, room)
  if (urgent.length === 0 || most <= 0) return []
  const claimed = await leaseDueJobs(db, { kinds: urgent, most })
  const order = new Map(urgent.map(({ kind }, nth) => [kind, nth]))
  return claimed
    .sort(
      (one, other) =>
        (order.get(one.kind) ?? 0) - (order.get(other.kind) ?? 0) ||
        one.created_at.getTime() - other.created_at.getTime(),
    )
    .map(({ id, kind, payload, claim, created_at }) => ({
      messageId: id,
      claim,
      queuedAt: created_at,
      job: { kind, ...payload } as DeliveryJob,
    }))
}

type KindWithRoom = { kind: JobKind; room: number }

function byUrgency(kinds: JobKinds, room: JobRoom | undefined): KindWithRoom[] {
  const known = Object.entries(kinds).sort(([, one], [, other]) => other.priority - one.priority)
  return known.flatMap(([name, { concurrency }]) => {
    const kind = name as JobKind
    const free = room ? (room[kind] ?? 0) : concurrency
    return free > 0 ? [{ kind, room: free }] : []
  })
}

/**
 * Looks for each kind on its own, in one range of the index for waiting jobs: it begins with the job that has been
 * due longest and ends before those that are not due. The rows are locked one by one, as the outer limit asks for
 * them, so no job is locked that is not claimed.
 */
const leaseDueJobs = prepared(
  'claim-jobs',
  (db, p: Values<{ kinds: KindWithRoom[]; most: number }>) =>
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
      .returning(['id', 'kind', 'payload', 'claim', 'created_at']),
)
