import type {
  AccountStore,
  Limiter,
  MessageStore,
  RecoveryStore,
  SessionStore,
} from '@latchkey/core'
import { createAccountStore } from './accounts/account-store.ts'
import { createSessionStore } from './accounts/session-store.ts'
import type { Database } from './connection/database.ts'
import { guarded } from './connection/unavailable.ts'
import type { OnLimit } from './limits/limit-parts.ts'
import { createLimiter, noLimits } from './limits/limiter.ts'
import { createMessageStore } from './messages/message-store.ts'
import type { Queue } from './queue/queue.ts'
import { createRecoveryStore } from './requests/recovery-store.ts'

export type Stores = {
  recovery: RecoveryStore
  messages: MessageStore
  accounts: AccountStore
  sessions: SessionStore
  limiter: Limiter
}

/** The domain's ports over one database. Every method throws `Unavailable` when the database is away. */
export function createStores(
  database: Database,
  options: { queue: Queue; rateLimits: boolean; onLimit?: OnLimit },
): Stores {
  const db = database.kysely
  const { rateLimits, onLimit = () => {} } = options
  return {
    recovery: guarded(createRecoveryStore({ db, rateLimits, onLimit })),
    messages: guarded(createMessageStore(db)),
    accounts: guarded(createAccountStore(db)),
    sessions: guarded(createSessionStore(db, rateLimits)),
    limiter: rateLimits ? guarded(createLimiter(db, onLimit)) : noLimits,
  }
}
