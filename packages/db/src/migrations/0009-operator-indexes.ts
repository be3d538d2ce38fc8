import type { Kysely } from 'kysely'
import { buildIndex } from './build-index.ts'

export const inTransaction = false

/** What the operators' page looks for. None of these has a row for each request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const index of indexes) await buildIndex(db, index)
}

const indexes = [
  'audit_event_account_id on audit_event (account_id, id) where account_id is not null',
  'audit_event_operator on audit_event (operator, id) where operator is not null',
  "webhook_delivery_troubled on webhook_delivery (webhook, updated_at) where state <> 'delivered'",
]
