import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared } from '../statements/prepared.ts'
import type { JobKinds } from './queue.ts'

/**
 * Jobs that wait: those never tried, those tried before, and those of kinds that this version does not know and
 * therefore leaves to another one.
 */
export type QueueStats = Record<
  'new' | 'again' | 'unknown',
  { jobs: number; oldestSeconds: number }
>

const COUNTED = 100_000

export async function queueStats(db: Kysely<Schema>, known: JobKinds): Promise<QueueStats> {
  const none = { jobs: 0, oldestSeconds: 0 }
  const stats: QueueStats = { new: none, again: none, unknown: none }
  for (const { kind, again, jobs, seconds } of await waitingByKind(db, {})) {
    const state = !(kind in known) ? 'unknown' : again ? 'again' : 'new'
    const { jobs: others, oldestSeconds } = stats[state]
    stats[state] = { jobs: others + jobs, oldestSeconds: Math.max(oldestSeconds, seconds) }
  }
  return stats
}

/** Finds the kinds by one look into the index each, from one to the next, so that no kind has to be named. */
const waitingByKind = prepared('queue-stats', (db) => {
  const first = db
    .selectFrom('outbox_job')
    .select('kind')
    .where('leased_at', 'is', null)
    .orderBy('kind')
    .limit(1)
  return db
    .withRecursive('kinds', (cte) =>
      cte
        .selectFrom(first.as('first'))
        .select('first.kind')
        .unionAll(
          cte
            .selectFrom('kinds')
            .innerJoinLateral(
              (eb) =>
                eb
                  .selectFrom('outbox_job')
                  .select('outbox_job.kind')
                  .where('leased_at', 'is', null)
                  .whereRef('outbox_job.kind', '>', 'kinds.kind')
                  .orderBy('outbox_job.kind')
                  .limit(1)
                  .as('next'),
              (join) => join.onTrue(),
            )
            .select('next.kind'),
        ),
    )
    .selectFrom('kinds')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('outbox_job')
          .select(['claim', 'created_at'])
          .where('leased_at', 'is', null)
          .whereRef('outbox_job.kind', '=', 'kinds.kind')
          .orderBy('due_at')
          .limit(sql.lit(COUNTED))
          .as('waiting'),
      (join) => join.onTrue(),
    )
    .select((eb) => [
      'kinds.kind',
      eb('waiting.claim', '>', 0).as('again'),
      sql<number>`count(*)::int`.as('jobs'),
      sql<number>`greatest(0, extract(epoch from clock_timestamp() - min(waiting.created_at)))::float`.as(
        'seconds',
      ),
    ])
    .groupBy(['kinds.kind', 'again'])
})
