import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared } from '../statements/prepared.ts'
import { DROPPED, kindOf } from '../webhooks/event-jobs.ts'

/** One webhook, and what became of the events of the last 7 days there. */
export type WebhookStory = {
  name: string
  url: string
  types: string[]
  state: Schema['webhook']['state']
  delivered: number
  /** Deliveries that were not tried yet, or are tried again. */
  waiting: number
  /** Given up, except by an operator: nobody has to look at those. */
  failed: number
  oldestWaitingSeconds: number
  lastFailure: { at: Date; answer: string } | undefined
}

const COUNTED = 100_000

export async function listWebhooks(db: Kysely<Schema>): Promise<WebhookStory[]> {
  return (await webhookStories(db, {})).map((row) => ({
    name: row.name,
    url: row.url,
    types: row.types,
    state: row.state,
    delivered: row.delivered ?? 0,
    failed: row.failed ?? 0,
    waiting: row.waiting ?? 0,
    oldestWaitingSeconds: row.seconds ?? 0,
    lastFailure:
      row.failed_at && row.answer !== null ? { at: row.failed_at, answer: row.answer } : undefined,
  }))
}

const webhookStories = prepared('list-webhooks', (db) =>
  db
    .selectFrom('webhook as w')
    .leftJoin(
      db
        .selectFrom('webhook_delivery')
        .select([
          'webhook',
          sql<number>`(count(*) filter (where state = 'delivered'))::int`.as('delivered'),
          sql<number>`(count(*) filter (where state = 'dead' and answer <> ${sql.lit(DROPPED)}))::int`.as(
            'failed',
          ),
        ])
        .groupBy('webhook')
        .as('ended'),
      'ended.webhook',
      'w.name',
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom((from) =>
            from
              .selectFrom('outbox_job as j')
              .select('j.created_at')
              .where(({ eb, ref }) => eb('j.kind', '=', kindOf(ref('w.name'))))
              .limit(sql.lit(COUNTED))
              .as('job'),
          )
          .select([
            sql<number>`count(*)::int`.as('waiting'),
            sql<
              number | null
            >`greatest(0, extract(epoch from clock_timestamp() - min(job.created_at)))::float`.as(
              'seconds',
            ),
          ])
          .as('jobs'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('webhook_delivery as d')
          .select(['d.updated_at', 'd.answer'])
          .whereRef('d.webhook', '=', 'w.name')
          .where('d.state', '<>', 'delivered')
          .where('d.answer', '<>', sql.lit(DROPPED))
          .orderBy('d.updated_at', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select([
      'w.name',
      'w.url',
      'w.types',
      'w.state',
      'ended.delivered',
      'ended.failed',
      'jobs.waiting',
      'jobs.seconds',
      'last.updated_at as failed_at',
      'last.answer',
    ])
    .orderBy('w.name'),
)
