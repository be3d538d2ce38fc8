import type {
  AccountStore,
  Limiter,
  MessageStore,
  RecoveryStore,
  SessionStore,
} from '@latchkey/core'
import type { Database } from '../database.ts'
import type { Queue } from '../queue.ts'
import { guarded } from '../unavailable.ts'
import { createAccountStore } from './account-store.ts'
import { createLimiter, noLimits, type OnLimit } from './limiter.ts'
import { createMessageStore } from './message-store.ts'
import { createRecoveryStore } from './recovery-store.ts'
import { createSessionStore } from './session-store.ts'

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
  const { onLimit = () => {} } = options
  return {
    recovery: guarded(createRecoveryStore({ db, ...options, onLimit })),
    messages: guarded(createMessageStore(db)),
    accounts: guarded(createAccountStore(db)),
    sessions: guarded(createSessionStore(db, options.rateLimits)),
    limiter: options.rateLimits ? guarded(createLimiter(db, onLimit)) : noLimits,
  }
}
