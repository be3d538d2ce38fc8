import type { DataOf, WebhookEventType } from '@latchkey/core'
import { type AliasedExpression, type Expression, type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { callersTraceParent } from '../tracing/trace-parent.ts'
import { kindOf } from './event-jobs.ts'

/*
 * Events are written by the statement that does what they tell of, so that one exists if and only if the other does. The
 * statement asks the table of webhooks whom to tell: where nobody wants to know, nothing is written.
 *
 *   withEvents((q) => [
 *     eventsOf(q, 'account.revoked', q.selectFrom('revoked').select('id as accountId').as('data')),
 *   ])(db.with('revoked', …))
 *
 * That adds CTEs named `event` and `event_job`.
 */

type NewEvents = Expression<{ type: WebhookEventType; data: string }>

/** An event of one type for each row of `data`, whose columns are those of the event. */
export function eventsOf<Type extends WebhookEventType>(
  builder: object,
  type: Type,
  data: AliasedExpression<DataOf<Type>, 'data'>,
): NewEvents {
  const db = builder as QueryCreator<Schema>
  return db
    .selectFrom(data as unknown as AliasedExpression<object, 'data'>)
    .select(({ fn, val }) => [
      val<WebhookEventType>(type).as('type'),
      fn.toJson('data').$castTo<string>().as('data'),
    ])
    .where(({ val }) => isWanted(builder, val(type)))
}

/** Whether a webhook wants events of this type. One that is off may want them when it is on again. */
export function isWanted(builder: object, type: Expression<WebhookEventType>) {
  return sql<boolean>`exists ${(builder as QueryCreator<Schema>)
    .selectFrom('webhook')
    .select('webhook.name')
    .where((eb) => eb(type, '=', eb.fn.any('webhook.types')))
    .where('webhook.state', '!=', 'removed')}`
}

/** The statement with these events, and with their jobs. */
export function withEvents<Needs>(
  events: (db: QueryCreator<Needs>) => readonly [NewEvents, ...NewEvents[]],
) {
  return sharedCtes((db: QueryCreator<Needs>) => {
    const statement = db as unknown as QueryCreator<Schema>
    return statement
      .with('event', (q) => {
        const list = events(q as unknown as QueryCreator<Needs>)
        return q
          .insertInto('webhook_event')
          .columns(['type', 'data'])
          .expression(sql`${sql.join([...list], sql` union all `)}`)
          .returning(['webhook_event.id', 'webhook_event.type'])
      })
      .with('event_job', insertEventJobs) as unknown as QueryCreator<
      Needs & { event: { id: string; type: WebhookEventType } }
    >
  })
}

type WithEvent = Schema & { event: { id: string; type: WebhookEventType } }

/** A job for each webhook that wants the event, and is on. */
export function insertEventJobs(q: QueryCreator<WithEvent>) {
  return q
    .insertInto('outbox_job')
    .columns(['kind', 'payload', 'trace_parent'])
    .expression(
      (q as QueryCreator<WithEvent>)
        .selectFrom('event')
        .innerJoin('webhook', (join) =>
          join.on((eb) => eb('event.type', '=', eb.fn.any('webhook.types'))),
        )
        .select(({ cast, ref }) => [
          kindOf(ref('webhook.name')).as('kind'),
          sql<string>`jsonb_build_object('eventId', ${ref('event.id')})`.as('payload'),
          cast<string | null>(callersTraceParent, 'text').as('trace_parent'),
        ])
        .where('webhook.state', '=', 'on'),
    )
}
