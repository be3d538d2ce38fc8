import { type JobKinds, webhookJobKind } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared } from '../statements/prepared.ts'
import { kindOf } from '../webhooks/event-jobs.ts'

type Waiting = { jobs: number; oldestSeconds: number }

/**
 * Jobs that wait: those never claimed, those claimed before, those that deliver events to webhooks of this process or of
 * others, those for webhooks that no worker has any more, and those of other kinds that this process does not know, which
 * are left to others.
 */
export type QueueStats = Record<'new' | 'again' | 'events', Waiting> & {
  removed: Waiting & { webhooks: readonly string[] }
  unknown: Waiting & { kinds: readonly string[] }
}

const COUNTED = 100_000

export async function queueStats(db: Kysely<Schema>, known: JobKinds): Promise<QueueStats> {
  const waiting = await waitingByKind(db, {})
  const isKnown = ({ kind }: { kind: string }) => Object.hasOwn(known, kind)
  const isEvent = ({ kind }: { kind: string }) => kind.startsWith(webhookJobKind(''))
  // The settings of one process do not say what another delivers to, such as the application that Latchkey is part of.
  const isDelivered = (row: { kind: string; in_use: boolean }) => isKnown(row) || row.in_use
  const removed = waiting.filter((row) => isEvent(row) && !isDelivered(row))
  const unknown = waiting.filter((row) => !isKnown(row) && !isEvent(row))
  // A webhook that is down for days is no email that is late.
  const ours = waiting.filter((row) => isKnown(row) && !isEvent(row))
  return {
    new: sumOf(ours.filter((row) => !row.again)),
    again: sumOf(ours.filter((row) => row.again)),
    events: sumOf(waiting.filter((row) => isEvent(row) && isDelivered(row))),
    removed: { ...sumOf(removed), webhooks: kindsOf(removed).map(webhookOf) },
    unknown: { ...sumOf(unknown), kinds: kindsOf(unknown) },
  }
}

function kindsOf(rows: readonly { kind: string }[]): string[] {
  return [...new Set(rows.map(({ kind }) => kind))]
}

function webhookOf(kind: string): string {
  return kind.slice(webhookJobKind('').length)
}

function sumOf(rows: readonly { jobs: number; seconds: number }[]): Waiting {
  return {
    jobs: rows.reduce((sum, { jobs }) => sum + jobs, 0),
    oldestSeconds: Math.max(0, ...rows.map(({ seconds }) => seconds)),
  }
}

/** Steps through the index from one kind to the next, so that no kind is named and none is read as a whole. */
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
      // Rows of webhooks are never deleted, and jobs are made from them. Without a row nobody has it.
      eb
        .exists(
          eb
            .selectFrom('webhook')
            .select('webhook.name')
            .where(({ eb, ref }) => eb('kinds.kind', '=', kindOf(ref('webhook.name'))))
            .where('webhook.state', '!=', 'removed'),
        )
        .$castTo<boolean>()
        .as('in_use'),
      eb('waiting.claim', '>', 0).as('again'),
      sql<number>`count(*)::int`.as('jobs'),
      sql<number>`greatest(0, extract(epoch from clock_timestamp() - min(waiting.created_at)))::float`.as(
        'seconds',
      ),
    ])
    .groupBy(['kinds.kind', 'again'])
})
