import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { ago, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { DROPPED, eventIdIn, kindOf } from '../webhooks/event-jobs.ts'
import type { By } from './revoke.ts'

/** What became of what waits for one webhook. */
export type DroppedEvents =
  | { status: 'dropped'; count: number }
  /** A worker was started with it, and none without it since, so that its events are or may be delivered. */
  | { status: 'in-use' }

/**
 * Gives up what waits for one webhook that no worker has any more, whatever the settings of this process say. The events
 * stay, so that they can be delivered if it comes back.
 */
export async function dropEvents(
  db: Kysely<Schema>,
  webhook: string,
  { operator, reason }: By,
): Promise<DroppedEvents> {
  return transaction<DroppedEvents>(db, async (trx) => {
    const [row] = await dropJobs(trx, { webhook })
    if (row?.is_in_use) return { status: 'in-use' }
    const count = row?.dropped ?? 0
    // The trail has no column for a webhook.
    const about = reason === null ? `webhook ${webhook}` : `webhook ${webhook}: ${reason}`
    if (count > 0) await recordDrop(trx, { operator, reason: about, count })
    return { status: 'dropped', count }
  })
}

/** A lease that was not renewed for so long is that of a worker that was killed. */
const abandoned = ago('1 minute')

const dropJobs = prepared('drop-webhook-jobs', (db, p: Values<{ webhook: string }>) =>
  db
    .with('in_use', (q) =>
      q
        .selectFrom('webhook')
        .select('webhook.name')
        .where('name', '=', p.webhook)
        .where('state', '!=', 'removed'),
    )
    .with('dropped', (q) =>
      q
        .deleteFrom('outbox_job')
        .where(({ cast, eb }) => eb('kind', '=', kindOf(cast<string>(p.webhook, 'text'))))
        .where(({ eb, or }) => or([eb('leased_at', 'is', null), eb('leased_at', '<', abandoned)]))
        .where(({ exists, not, selectFrom }) => not(exists(selectFrom('in_use').select('name'))))
        .returning(({ ref }) => ['id', eventIdIn(ref('payload')).as('event_id')]),
    )
    .with('noted', (q) =>
      q
        .insertInto('webhook_delivery')
        .columns(['event_id', 'webhook', 'state', 'answer', 'attempts'])
        .expression(
          q
            .selectFrom('dropped')
            .innerJoin('webhook_event as e', 'e.id', 'dropped.event_id')
            .distinct()
            .select(({ cast, lit }) => [
              'e.id',
              cast<string>(p.webhook, 'text').as('webhook'),
              sql.lit('dead' as const).as('state'),
              sql.lit(DROPPED).as('answer'),
              lit(0).as('attempts'),
            ]),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['event_id', 'webhook'])
            .doUpdateSet(({ ref }) => ({
              state: ref('excluded.state'),
              answer: ref('excluded.answer'),
              updated_at: now,
            }))
            .where('webhook_delivery.state', '!=', 'delivered'),
        ),
    )
    .selectFrom('dropped')
    .select(({ exists, selectFrom }) => [
      sql<number>`count(*)::int`.as('dropped'),
      exists(selectFrom('in_use').select('name')).as('is_in_use'),
    ]),
)

const recordDrop = prepared('record-event-drop', (db, p: Values<By & { count: number }>) =>
  db.insertInto('audit_event').values({
    kind: 'webhook-jobs',
    outcome: 'dropped',
    operator: p.operator,
    reason: p.reason,
    count: p.count,
  }),
)
