import type { WebhookEvent, WebhookEventType } from '@latchkey/core'
import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { transaction } from '../statements/transaction.ts'
import { eventIdIn, kindOf } from './event-jobs.ts'
import { writeEvents } from './write-events.ts'

/** A webhook of the settings. `types`: the events that it wants. */
export type ConfiguredWebhook = { name: string; url: string; types: WebhookEventType[] }

/** One event, and what is known of its delivery to one webhook. */
export type EventToDeliver = {
  id: string
  at: Date
  event: WebhookEvent
  /** Attempts that have ended. */
  tries: number
  /** `off`: the webhook said that it is gone, or is in no settings any more. */
  state: 'waiting' | 'delivered' | 'off'
}

/** How an attempt ended. `gone`: the webhook wants nothing any more. */
export type DeliveryEnd = {
  eventId: string
  webhook: string
  state: 'delivered' | 'delayed' | 'dead' | 'gone'
  answer: string
}

/** Events and their deliveries, for workers. */
export type WebhookStore = ReturnType<typeof createWebhookStore>

/** What workers know of webhooks. Every method throws `Unavailable` when the database is away. */
export function createWebhookStore({ kysely: db }: Database) {
  return guarded({
    /**
     * Writes the webhooks of the settings down, so that events are written for them from now on. One that was switched
     * off stays so unless its address has changed. Those that are not in the settings are told no more.
     *
     * @returns the names of those that are off.
     */
    async configure(webhooks: readonly ConfiguredWebhook[]): Promise<{ off: string[] }> {
      return transaction(db, async (trx) => {
        await removeOthers(trx, { names: webhooks.map(({ name }) => name) })
        const noted = webhooks.length > 0 ? await noteWebhooks(trx, { webhooks }) : []
        return { off: noted.filter(({ state }) => state === 'off').map(({ name }) => name) }
      })
    },

    /** Which of these a process with other settings has taken out since: no event is written for them. */
    async removed(names: readonly string[]): Promise<string[]> {
      return (await removedAmong(db, { names })).map(({ name }) => name)
    },

    /** @returns `undefined` if the event was purged. */
    async find(eventId: string, webhook: string): Promise<EventToDeliver | undefined> {
      const [row] = await findEvent(db, { eventId, webhook })
      if (!row) return undefined
      const isOff = row.webhook_state !== 'on'
      return {
        id: row.id,
        at: row.at,
        event: { type: row.type, data: row.data } as WebhookEvent,
        tries: row.attempts ?? 0,
        state: row.delivery_state === 'delivered' ? 'delivered' : isOff ? 'off' : 'waiting',
      }
    },

    /** It took an event again, so it is told of others. */
    async switchOn(webhook: string): Promise<boolean> {
      return (await switchOn(db, { webhook })).length > 0
    },

    /** Writes down how an attempt ended. After `gone` the webhook is off. */
    async record({ state, ...end }: DeliveryEnd): Promise<void> {
      const answer = storable(end.answer)
      const stored = state === 'gone' ? 'dead' : state
      await recordDelivery(db, { ...end, answer, state: stored })
      if (state === 'gone') await switchOff(db, { webhook: end.webhook })
    },

    write: (events: readonly WebhookEvent[]) => writeEvents(db, events),

    /**
     * Seconds since the oldest event that ends sessions was written and has not arrived at every webhook of the settings;
     * 0 if none waits.
     */
    async oldestUnsent(): Promise<number> {
      return (await oldestUnsent(db, {}))[0]?.seconds ?? 0
    },
  })
}

/** An answer may be anything; the row must take it. */
function storable(answer: string): string {
  return answer.replaceAll('\0', '').toWellFormed()
}

const removeOthers = prepared('remove-webhooks', (db, p: Values<{ names: string[] }>) =>
  db
    .updateTable('webhook')
    .set({ state: 'removed', changed_at: now })
    .where((eb) => eb.not(eb('name', '=', eb.fn.any(p.names))))
    .where('state', '!=', 'removed'),
)

const removedAmong = prepared('webhooks-taken-out', (db, p: Values<{ names: readonly string[] }>) =>
  db
    .selectFrom('webhook')
    .select('name')
    .where('name', '=', ({ fn }) => fn.any(p.names))
    .where('state', '=', 'removed')
    .orderBy('name'),
)

/** Those that are off and have a new address are on again. */
const noteWebhooks = prepared(
  'note-webhooks',
  (db, p: Values<{ webhooks: readonly ConfiguredWebhook[] }>) =>
    db
      .insertInto('webhook')
      .columns(['name', 'url', 'types'])
      .expression(
        db
          .selectFrom(rows('given', p.webhooks, { name: 'text', url: 'text', types: 'text[]' }))
          .selectAll(),
      )
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet(({ and, eb, ref, val }) => ({
          url: ref('excluded.url'),
          types: ref('excluded.types'),
          state: eb
            .case()
            .when(
              and([eb('webhook.state', '=', 'off'), eb('webhook.url', '=', ref('excluded.url'))]),
            )
            .then(val('off' as const))
            .else(val('on' as const))
            .end(),
          changed_at: now,
        })),
      )
      .returning(['webhook.name', 'webhook.state']),
)

type Which = { eventId: string; webhook: string }

const findEvent = prepared('find-webhook-event', (db, p: Values<Which>) =>
  db
    .selectFrom('webhook_event as e')
    .leftJoin('webhook_delivery as d', (join) =>
      join.onRef('d.event_id', '=', 'e.id').on('d.webhook', '=', p.webhook),
    )
    .leftJoin('webhook as w', (join) => join.on('w.name', '=', p.webhook))
    .select([
      'e.id',
      'e.type',
      'e.at',
      'e.data',
      'd.attempts',
      'd.state as delivery_state',
      'w.state as webhook_state',
    ])
    .where('e.id', '=', p.eventId),
)

type Ended = Which & { state: Schema['webhook_delivery']['state']; answer: string }

const recordDelivery = prepared('record-webhook-delivery', (db, p: Values<Ended>) =>
  db
    .insertInto('webhook_delivery')
    .values({
      ...{ event_id: p.eventId, webhook: p.webhook, state: p.state },
      ...{ answer: p.answer, attempts: 1 },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['event_id', 'webhook'])
        .doUpdateSet(({ eb, ref }) => ({
          state: ref('excluded.state'),
          answer: ref('excluded.answer'),
          attempts: eb('webhook_delivery.attempts', '+', 1),
          updated_at: now,
        }))
        .where('webhook_delivery.state', '!=', 'delivered'),
    ),
)

const switchOff = prepared('switch-webhook-off', (db, p: Values<{ webhook: string }>) =>
  db
    .updateTable('webhook')
    .set({ state: 'off', changed_at: now })
    .where('name', '=', p.webhook)
    .where('state', '=', 'on'),
)

const switchOn = prepared('switch-webhook-on', (db, p: Values<{ webhook: string }>) =>
  db
    .updateTable('webhook')
    .set({ state: 'on', changed_at: now })
    .where('name', '=', p.webhook)
    .where('state', '=', 'off')
    .returning('name'),
)

const oldestUnsent = prepared('oldest-unsent-event', (db) =>
  db
    .selectFrom('webhook as w')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('outbox_job as job')
          .select(({ ref }) => eventIdIn(ref('job.payload')).as('event_id'))
          .where(({ eb, ref }) => eb('job.kind', '=', kindOf(ref('w.name'))))
          .limit(sql.lit(COUNTED))
          .as('job'),
      (join) => join.onTrue(),
    )
    .innerJoin('webhook_event as e', 'e.id', 'job.event_id')
    .select(({ fn }) =>
      sql<number | null>`extract(epoch from clock_timestamp() - ${fn.min('e.at')})::float`.as(
        'seconds',
      ),
    )
    .where('e.type', '=', 'account.sessions_ended')
    .where('w.state', '!=', 'removed'),
)

const COUNTED = 100_000
