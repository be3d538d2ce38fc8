import type { MessageStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { accountsOf } from '../accounts/accounts-of.ts'
import { atPreparations } from '../accounts/ported/looks.ts'
import type { Schema } from '../schema.ts'
import { transaction } from '../statements/transaction.ts'
import { buryMessage } from './bury-message.ts'
import { prepareMessages } from './prepare-messages.ts'
import { recordOutcomes } from './record-outcomes.ts'

export function createMessageStore(db: Kysely<Schema>): MessageStore {
  const { port } = accountsOf(db)
  return {
    async prepare(preparations) {
      // Before the transaction: no lock is held while an application is waited for.
      const looking = port ? await atPreparations(db, port, preparations) : db
      return transaction(looking, (trx) => prepareMessages(trx, preparations))
    },
    record: (outcomes) => recordOutcomes(db, outcomes),
    bury: (attempt, why) => buryMessage(db, attempt, why),
  }
}
