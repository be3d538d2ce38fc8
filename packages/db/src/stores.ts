import type {
  AccountStore,
  Limiter,
  MessageStore,
  RecoveryStore,
  SessionStore,
  SuppressionStore,
} from '@latchkey/core'
import { createAccountStore } from './accounts/account-store.ts'
import { guardOf } from './accounts/accounts-mismatch.ts'
import { accountsOf } from './accounts/accounts-of.ts'
import { portedRecovery } from './accounts/ported/ported-recovery.ts'
import { createSessionStore } from './accounts/session-store.ts'
import type { Database } from './connection/database.ts'
import { guarded } from './connection/unavailable.ts'
import type { OnLimit } from './limits/limit-parts.ts'
import { createLimiter, noLimits } from './limits/limiter.ts'
import { createMessageStore } from './messages/message-store.ts'
import { type BatchTimeouts, createRecoveryStore } from './requests/recovery-store.ts'
import { createSuppressionStore } from './suppressions/suppression-store.ts'

/** The stores of one database, as the use cases need them. */
export type Stores = {
  recovery: RecoveryStore
  messages: MessageStore
  suppressions: SuppressionStore
  accounts: AccountStore
  sessions: SessionStore
  limiter: Limiter
}

export type StoreOptions = {
  rateLimits: boolean
  onLimit?: OnLimit
  /** How long calls wait that are written together. */
  batchTimeouts?: BatchTimeouts
}

// A call ends within five seconds, even if PostgreSQL froze when its turn came: decision 75.
const BATCH_TIMEOUTS: BatchTimeouts = { maxWaitMs: 3_000, maxMs: 4_500 }

/** The domain's ports over one database. Every method throws `Unavailable` when the database is away. */
export function createStores(database: Database, options: StoreOptions): Stores {
  const db = database.kysely
  const { kind, port } = accountsOf(db)
  const guard = guardOf({ kind })
  const { rateLimits, onLimit = () => {}, batchTimeouts = BATCH_TIMEOUTS } = options
  const recovery = createRecoveryStore({ db, rateLimits, onLimit }, batchTimeouts)
  return {
    recovery: guarded(
      port ? { ...recovery, ...portedRecovery({ db, rateLimits, port }) } : recovery,
      guard,
    ),
    messages: guarded(createMessageStore(db), guard),
    suppressions: guarded(createSuppressionStore(db)),
    accounts: guarded(createAccountStore(db)),
    sessions: guarded(createSessionStore(db, rateLimits)),
    limiter: rateLimits ? guarded(createLimiter(db, onLimit)) : noLimits,
  }
}
