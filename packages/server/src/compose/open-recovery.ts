import type { Observe, Recovery, Sessions } from '@latchkey/core'
import { createQueue, type Database, type Queue, type Stores } from '@latchkey/db'
import { type Argon2Engine, loadArgon2Engine } from '../adapters/argon2-engine.ts'
import type { HashingWatch } from '../adapters/hashing-watch.ts'
import type { ServerConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'
import { watchAccounts } from './accounts.ts'
import { jobKindsFor, storesFor } from './compose.ts'
import { composeWeb } from './compose-web.ts'
import { mailHealth, missingIn } from './open-database.ts'
import { watchSecret } from './secret-watch.ts'

export type OpenRecovery = {
  recovery: Recovery
  sessions: Sessions
  stores: Stores
  queue: Queue
  argon2: Argon2Engine
  /** What the database lacks: `database`, `migrations` or `accounts`. */
  missing(): Promise<string[]>
  accountsFit(): boolean
  /** Whether emails leave, as the workers of all processes last reported it. */
  mail(): Promise<'ok' | 'degraded'>
  /** Whether another process signs with a server secret that this one does not know. */
  secretDiffers(): boolean
  /** The database stays open. */
  stop(): Promise<void>
}

/** What serves requests, on a migrated database. */
export async function openRecovery(
  config: ServerConfig,
  database: Database,
  { log, observe, hashing }: { log: Log; observe: Observe; hashing: HashingWatch },
): Promise<OpenRecovery> {
  const argon2 = await loadArgon2Engine()
  log.info({ event: 'password.engine', engine: argon2.name })
  const queue = createQueue(database, jobKindsFor(config))
  const accounts = watchAccounts(config, database, log)
  const stores = storesFor(config, database, observe)
  const secret = await watchSecret(config, database, log)
  const useCases = await composeWeb(config, stores, { argon2, observe, hashing })
  return {
    ...useCases,
    stores,
    queue,
    argon2,
    missing: () => missingIn(database, accounts),
    accountsFit: accounts.fit,
    mail: mailHealth(database),
    secretDiffers: secret.differs,
    async stop() {
      await secret.stop()
      await accounts.stop()
    },
  }
}
