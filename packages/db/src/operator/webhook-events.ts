import { type WebhookEventType, webhookJobKind } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { DROPPED, eventIdIn, kindOf } from '../webhooks/event-jobs.ts'
import { findRemovedWebhooks } from './removed-webhooks.ts'
import type { By } from './revoke.ts'

/** An event, and what became of it at each webhook. */
export type EventStory = {
  id: string
  type: WebhookEventType
  at: Date
  data: object
  deliveries: DeliveryStory[]
}

/** What became of an event at one webhook. */
export type DeliveryStory = {
  webhook: string
  /** `waiting`: it was not tried yet. */
  state: Schema['webhook_delivery']['state'] | 'waiting'
  attempts: number
  /** What the webhook answered last, or that an operator gave it up. */
  answer: string | undefined
  /** An operator gave it up. */
  dropped: boolean
  /** It has not arrived, and no settings have the webhook any more. */
  removed: boolean
  /** `undefined`: there will be no other attempt. */
  nextAt: Date | undefined
}

export type WhichEvents = {
  type: WebhookEventType | undefined
  /** Those that did not arrive everywhere, and will not be tried again. */
  dead: boolean
  limit: number
  /** Only those after this one in the list, which goes from new to old. */
  after?: string | undefined
}

/** Newest first. */
export async function listEvents(db: Kysely<Schema>, which: WhichEvents): Promise<EventStory[]> {
  const { type = null, dead, limit, after = null } = which
  return withDeliveries(db, await newestEvents(db, { type, dead, limit, after }))
}

export async function findEvent(db: Kysely<Schema>, id: string): Promise<EventStory | undefined> {
  return (await withDeliveries(db, await eventById(db, { id })))[0]
}

type EventRow = Omit<EventStory, 'deliveries'>

async function withDeliveries(
  db: Kysely<Schema>,
  events: readonly EventRow[],
): Promise<EventStory[]> {
  if (events.length === 0) return []
  const ids = events.map(({ id }) => id)
  const ended = await deliveriesOf(db, { ids })
  const jobs = await jobsOf(db, { ids })
  const removed = await findRemovedWebhooks(db, ids)
  return events.map((event) => {
    const waiting = jobs.filter(({ event_id }) => event_id === event.id)
    const jobAt = (webhook: string) => waiting.find(({ kind }) => kind === webhookJobKind(webhook))
    const tried = ended.filter(({ event_id }) => event_id === event.id)
    const isTried = (kind: string) => tried.some(({ webhook }) => webhookJobKind(webhook) === kind)
    return {
      ...event,
      deliveries: [
        ...tried.map(({ webhook, state, attempts, answer }) => ({
          ...{ webhook, state, attempts, nextAt: jobAt(webhook)?.due_at },
          // One that is tried again had no answer since.
          answer: answer === DROPPED && state !== 'dead' ? undefined : answer,
          dropped: answer === DROPPED && state === 'dead',
          removed: state !== 'delivered' && removed.includes(webhook),
        })),
        ...waiting
          .filter(({ kind }) => !isTried(kind))
          .map(({ kind, due_at }) => {
            const webhook = kind.slice(webhookJobKind('').length)
            return {
              ...{ webhook, state: 'waiting' as const, attempts: 0, answer: undefined },
              ...{ dropped: false, removed: removed.includes(webhook), nextAt: due_at },
            }
          }),
      ],
    }
  })
}

export type WhichRetries = {
  /** `undefined`: all that did not arrive. */
  ids: readonly string[] | undefined
  /** `undefined`: all that want the event. */
  webhook: string | undefined
  /** Also those that were delivered. */
  delivered: boolean
}

/**
 * Delivers events again, at once: to the webhooks that are on and want them. Their schedule begins anew.
 *
 * @returns how many deliveries are queued.
 */
export async function retryEvents(
  db: Kysely<Schema>,
  which: WhichRetries,
  { operator, reason }: By,
): Promise<number> {
  return transaction<number>(db, async (trx) => {
    const { ids = null, webhook = null, delivered } = which
    const queued = await queueAgain(trx, { ids, webhook, delivered })
    if (queued.length > 0) await recordRetry(trx, { operator, reason, count: queued.length })
    return queued.length
  })
}

const newestEvents = prepared(
  'list-webhook-events',
  (
    db,
    p: Values<{
      type: WebhookEventType | null
      dead: boolean
      limit: number
      after: string | null
    }>,
  ) =>
    db
      .selectFrom('webhook_event as e')
      .selectAll()
      .where(({ cast, eb, or }) =>
        or([eb(cast(p.type, 'text'), 'is', null), eb('e.type', '=', p.type)]),
      )
      .where(({ cast, exists, not, or, selectFrom }) =>
        or([
          not(cast<boolean>(p.dead, 'boolean')),
          exists(
            selectFrom('webhook_delivery as d')
              .select('d.webhook')
              .whereRef('d.event_id', '=', 'e.id')
              .where('d.state', '=', 'dead'),
          ),
        ]),
      )
      .where(({ and, cast, eb, or, selectFrom }) => {
        // The database's clock is finer than a `Date`.
        const from = selectFrom('webhook_event').select('at').where('id', '=', p.after)
        return or([
          eb(cast(p.after, 'uuid'), 'is', null),
          eb('e.at', '<', from),
          and([eb('e.at', '=', from), eb('e.id', '<', p.after)]),
        ])
      })
      .orderBy('e.at', 'desc')
      .orderBy('e.id', 'desc')
      .limit(p.limit),
)

const eventById = prepared('show-webhook-event', (db, p: Values<{ id: string }>) =>
  db.selectFrom('webhook_event').selectAll().where('id', '=', p.id),
)

const deliveriesOf = prepared('deliveries-of-events', (db, p: Values<{ ids: readonly string[] }>) =>
  db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where(({ eb }) => eb('event_id', '=', sql<string>`any(${p.ids}::uuid[])`))
    .orderBy('webhook'),
)

const jobsOf = prepared('jobs-of-events', (db, p: Values<{ ids: readonly string[] }>) =>
  db
    .selectFrom('outbox_job as j')
    .select(({ ref }) => ['j.kind', 'j.due_at', eventIdIn(ref('j.payload')).as('event_id')])
    .where((eb) =>
      eb(
        'j.kind',
        '=',
        anyOf(eb.selectFrom('webhook').select(({ ref }) => kindOf(ref('name')).as('kind'))),
      ),
    )
    .where(({ eb, ref }) =>
      eb(eventIdIn(ref('j.payload')), '=', sql<string>`any(${p.ids}::uuid[])`),
    )
    .orderBy('j.kind'),
)

type Again = { ids: readonly string[] | null; webhook: string | null; delivered: boolean }

/** A delivery that waits is hurried; one without a job gets one. */
const queueAgain = prepared('retry-webhook-events', (db, p: Values<Again>) =>
  db
    .with(
      (cte) => cte('wanted').materialized(),
      (q) =>
        q
          .selectFrom('webhook_event as e')
          .innerJoin('webhook as w', (join) =>
            join.on((eb) => eb('e.type', '=', eb.fn.any('w.types'))),
          )
          .leftJoin('webhook_delivery as d', (join) =>
            join.onRef('d.event_id', '=', 'e.id').onRef('d.webhook', '=', 'w.name'),
          )
          .select(({ ref }) => ['e.id', 'w.name', kindOf(ref('w.name')).as('kind')])
          .where('w.state', '=', 'on')
          .where(({ eb, or }) =>
            or([
              eb(sql`${p.ids}::uuid[]`, 'is', null),
              eb('e.id', '=', sql<string>`any(${p.ids}::uuid[])`),
            ]),
          )
          .where(({ cast, eb, or }) =>
            or([eb(cast(p.webhook, 'text'), 'is', null), eb('w.name', '=', p.webhook)]),
          )
          .where(({ cast, eb, or }) =>
            or([
              cast<boolean>(p.delivered, 'boolean'),
              eb('d.state', 'is', null),
              eb('d.state', '!=', 'delivered'),
            ]),
          ),
    )
    .with('again', (q) =>
      q
        .updateTable('webhook_delivery as d')
        .from('wanted')
        .set({ state: 'delayed', attempts: 0, updated_at: now })
        .whereRef('d.event_id', '=', 'wanted.id')
        .whereRef('d.webhook', '=', 'wanted.name'),
    )
    .with('hurried', (q) =>
      q
        .updateTable('outbox_job as j')
        .from('wanted')
        .set({ due_at: now })
        .whereRef('j.kind', '=', 'wanted.kind')
        .where(({ eb, ref }) => eb(eventIdIn(ref('j.payload')), '=', ref('wanted.id')))
        .where('j.leased_at', 'is', null),
    )
    .with('queued', (q) =>
      q
        .insertInto('outbox_job')
        .columns(['kind', 'payload'])
        .expression(
          q
            .selectFrom('wanted')
            .select(({ ref }) => [
              'wanted.kind',
              sql<string>`jsonb_build_object('eventId', ${ref('wanted.id')})`.as('payload'),
            ])
            .where(({ eb, exists, not, ref, selectFrom }) =>
              not(
                exists(
                  selectFrom('outbox_job as j')
                    .select('j.id')
                    .whereRef('j.kind', '=', 'wanted.kind')
                    .where(eb(eventIdIn(sql`j.payload`), '=', ref('wanted.id'))),
                ),
              ),
            ),
        ),
    )
    .selectFrom('wanted')
    .select('wanted.id'),
)

const recordRetry = prepared('record-event-retry', (db, p: Values<By & { count: number }>) =>
  db.insertInto('audit_event').values({
    kind: 'webhook-events',
    outcome: 'retried',
    operator: p.operator,
    reason: p.reason,
    count: p.count,
  }),
)
