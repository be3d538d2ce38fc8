import type { MessageStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { transaction } from '../statements/transaction.ts'
import { prepareMessages } from './prepare-messages.ts'
import { recordOutcomes } from './record-outcomes.ts'

export function createMessageStore(db: Kysely<Schema>): MessageStore {
  return {
    prepare: (preparations) => transaction(db, (trx) => prepareMessages(trx, preparations)),
    record: (outcomes) => recordOutcomes(db, outcomes),
  }
}
