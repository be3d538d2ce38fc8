import { type Expression, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { type Placeholder, prepared, type Values } from '../statements/prepared.ts'
import { eventIdIn, kindOf } from '../webhooks/event-jobs.ts'

/** The names of the webhooks that no settings have any more and that did not get all of these events. */
export async function findRemovedWebhooks(
  db: Kysely<Schema>,
  /** `undefined`: all events. */
  ids: readonly string[] | undefined,
): Promise<string[]> {
  const rows = await removedWebhooks(db, { ids: ids ?? null })
  return rows.map(({ name }) => name)
}

const removedWebhooks = prepared(
  'removed-webhooks',
  (db, p: Values<{ ids: readonly string[] | null }>) =>
    db
      .selectFrom('webhook as w')
      .select('w.name')
      .where('w.state', '=', 'removed')
      .where(({ exists, or, selectFrom }) =>
        or([
          exists(
            selectFrom('webhook_delivery as d')
              .select('d.webhook')
              .whereRef('d.webhook', '=', 'w.name')
              .where('d.state', '!=', 'delivered')
              .where(({ ref }) => isAmong(ref('d.event_id'), p.ids)),
          ),
          exists(
            selectFrom('outbox_job as j')
              .select('j.id')
              .where(({ eb, ref }) => eb('j.kind', '=', kindOf(ref('w.name'))))
              .where(({ ref }) => isAmong(eventIdIn(ref('j.payload')), p.ids)),
          ),
        ]),
      )
      .orderBy('w.name'),
)

function isAmong(id: Expression<string>, ids: Placeholder<readonly string[] | null>) {
  return sql<boolean>`(${ids}::uuid[] is null or ${id} = any(${ids}::uuid[]))`
}
