import type { DeliveryAttempt, DeliveryJob, JobKind, JobRoom } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/time.ts'
import type { JobKinds } from './queue.ts'

/** The next jobs that are due, in the hands of this caller. */
export async function claimJobs(
  db: Kysely<Schema>,
  { kinds, most, room }: { kinds: JobKinds; most: number; room: JobRoom | undefined },
): Promise<DeliveryAttempt[]> {
  const urgent = byUrgency(kinds, room)
  if (urgent.length === 0 || most <= 0) return []
  const rows = await db
    .updateTable('outbox_job')
    .set((eb) => ({ leased_at: now, claim: eb('claim', '+', 1) }))
    .where('id', '=', sql<string>`any(array(${dueJobs(db, urgent, most)}))`)
    .returning(['id', 'kind', 'payload', 'claim', 'created_at'])
    .execute()
  const order = new Map(urgent.map(({ kind }, nth) => [kind, nth]))
  return rows
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
 * Looks for each kind on its own: one range of the index for waiting jobs, which holds the jobs that are due and
 * stops before those that are not. The rows are locked one by one as the outer limit asks for them, so no job is
 * locked that is not claimed.
 */
export function dueJobs(db: Kysely<Schema>, urgent: readonly KindWithRoom[], most: number) {
  return db
    .selectFrom(
      sql<KindWithRoom>`jsonb_to_recordset(${JSON.stringify(urgent)}::jsonb)`.as<'urgent'>(
        sql`urgent(kind text, room integer)`,
      ),
    )
    .crossJoinLateral((eb) =>
      eb
        .selectFrom('outbox_job')
        .select('outbox_job.id')
        .whereRef('outbox_job.kind', '=', 'urgent.kind')
        .where('leased_at', 'is', null)
        .where('due_at', '<=', sql<Date>`(select clock_timestamp())`)
        .orderBy('due_at')
        .limit(eb.ref('urgent.room'))
        .forUpdate()
        .skipLocked()
        .as('due'),
    )
    .select('due.id')
    .limit(sql<number>`${most}::integer`)
}
