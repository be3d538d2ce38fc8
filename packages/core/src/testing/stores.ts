import type {
  AccountStore,
  Limiter,
  MessageStore,
  RecoveryStore,
  SessionStore,
  SuppressionStore,
} from '../ports/index.ts'
import { createInMemoryAccountStore } from './account-store.ts'
import type { SettableClock } from './clock.ts'
import { createInMemoryLimiter } from './limiter.ts'
import { createInMemoryMessageStore } from './message-store.ts'
import { createInMemoryQueue } from './queue.ts'
import { createInMemoryRecoveryStore } from './recovery-store.ts'
import { createInMemorySessionStore } from './session-store.ts'
import { createInMemorySuppressionStore } from './suppression-store.ts'
import type { Tables } from './tables.ts'

/** Every port that stores something. */
export type Stores = {
  recovery: RecoveryStore
  messages: MessageStore
  suppressions: SuppressionStore
  accounts: AccountStore
  sessions: SessionStore
  limiter: Limiter
}

/** Every store over the same tables, and the queue of their jobs. The store contract holds for them. */
export function createInMemoryStores(
  tables: Tables,
  { clock, newId }: { clock: SettableClock; newId: () => string },
) {
  const limiter = createInMemoryLimiter(clock)
  const queue = createInMemoryQueue(tables, { clock, newId })
  const stores: Stores = {
    recovery: createInMemoryRecoveryStore({ tables, clock, limiter, queue }),
    messages: createInMemoryMessageStore(tables, { clock, queue, limiter }),
    suppressions: createInMemorySuppressionStore(tables, clock),
    accounts: createInMemoryAccountStore(tables, clock),
    sessions: createInMemorySessionStore(tables, clock, limiter),
    limiter,
  }
  return { stores, queue }
}
