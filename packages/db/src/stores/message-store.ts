import type { MessageStore } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepareMessages } from './prepare-messages.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { transaction } from './transaction.ts'

export function createMessageStore(db: Kysely<Schema>): MessageStore {
  return {
    prepare: (preparations, lifetimes) =>
      transaction(db, (trx) => prepareMessages(trx, preparations, lifetimes)),
    record: (outcomes) => recordOutcomes(db, outcomes),
  }
}

/** Rows for a statement, as many as there are: one parameter, so that the statement is always the same. */
export function rowsOf(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}
