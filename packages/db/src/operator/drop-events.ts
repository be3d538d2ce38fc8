import { type WebhookJobKind, webhookJobKind } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { ago } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import type { By } from './revoke.ts'

/**
 * Gives up what waits for one webhook. The events stay, so that they can be delivered if it comes back.
 *
 * @returns how many deliveries were dropped.
 */
export async function dropEvents(
  db: Kysely<Schema>,
  webhook: string,
  { operator, reason }: By,
): Promise<number> {
  return transaction<number>(db, async (trx) => {
    const [row] = await dropJobs(trx, { kind: webhookJobKind(webhook) })
    const dropped = row?.dropped ?? 0
    if (dropped > 0) await recordDrop(trx, { operator, reason })
    return dropped
  })
}

/** A lease that was not renewed for so long is that of a worker that was killed. */
const abandoned = ago('1 minute')

const dropJobs = prepared('drop-webhook-jobs', (db, p: Values<{ kind: WebhookJobKind }>) =>
  db
    .with('dropped', (q) =>
      q
        .deleteFrom('outbox_job')
        .where('kind', '=', p.kind)
        .where(({ eb, or }) => or([eb('leased_at', 'is', null), eb('leased_at', '<', abandoned)]))
        .returning('id'),
    )
    .selectFrom('dropped')
    .select(sql<number>`count(*)::int`.as('dropped')),
)

const recordDrop = prepared('record-event-drop', (db, p: Values<By>) =>
  db.insertInto('audit_event').values({
    kind: 'webhook-jobs',
    outcome: 'dropped',
    operator: p.operator,
    reason: p.reason,
  }),
)
