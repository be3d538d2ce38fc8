import type { WebhookEvent } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { type Placeholder, prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { insertEventJobs, isWanted } from './insert-events.ts'

/** Rows that {@link givenEvents} makes events of. */
export type EventRow = { type: WebhookEvent['type']; data: object }

/**
 * Writes events that were made up outside of a statement, in the transaction of what they tell of. Those that no webhook
 * wants are left out.
 */
export async function writeEvents(
  db: Kysely<Schema>,
  events: readonly WebhookEvent[],
): Promise<void> {
  if (events.length > 0) await insertGiven(db, { events })
}

const insertGiven = prepared('write-events', (db, p: Values<{ events: readonly EventRow[] }>) =>
  db
    .with('event', (q) => givenEvents(q as unknown as Kysely<Schema>, p.events))
    .with('event_job', insertEventJobs)
    .selectFrom('event')
    .select('event.id'),
)

/** For the CTE `event` of a statement that does more. */
export function givenEvents(
  q: Pick<Kysely<Schema>, 'insertInto' | 'selectFrom'>,
  events: Placeholder<readonly EventRow[]>,
) {
  return q
    .insertInto('webhook_event')
    .columns(['type', 'data'])
    .expression(
      q
        .selectFrom(rows('given', events, { type: 'text', data: 'jsonb' }))
        .select(['given.type', 'given.data as data'])
        .where(({ ref }) => isWanted(q, ref('given.type'))) as never,
    )
    .returning(['webhook_event.id', 'webhook_event.type'])
}
