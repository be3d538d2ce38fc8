import type { Observe } from '@latchkey/core'
import { createQueue, createWebhookStore, type Queue, type WebhookStore } from '@latchkey/db'
import type { ServerConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'
import { configureWebhooks } from '../webhooks/configure.ts'
import { receiversOf } from '../webhooks/webhook.ts'
import { openAccounts, watchAccounts } from './accounts.ts'
import { DRAIN_MS, jobKindsFor, storesFor } from './compose.ts'
import { composeWorker } from './compose-worker.ts'
import { mailHealth, missingIn, openDatabase } from './open-database.ts'
import { watchSecret } from './secret-watch.ts'

export type RunningWorker = {
  queueStats: Queue['stats']
  unsentSeconds: WebhookStore['oldestUnsent']
  /** What it lacks to do its work: the database or migrations. */
  missing(): Promise<string[]>
  /** Whether the tables of the application fit the map, if there is one. */
  accountsFit(): boolean
  /** Whether emails leave, as the workers of all processes last reported it. */
  mail(): Promise<'ok' | 'degraded'>
  /** Whether another process signs with a server secret that this one does not know. */
  secretDiffers(): boolean
  stop(): Promise<void>
}

/** Runs a worker with its own database connections. */
export async function runWorker(
  config: ServerConfig,
  { log, observe }: { log: Log; observe: Observe },
): Promise<RunningWorker> {
  const database = await openAccounts(config, await openDatabase(config, 'worker', log), log)
  const accounts = watchAccounts(config, database, log)
  const queue = createQueue(database, jobKindsFor(config))
  const webhooks = createWebhookStore(database)
  await configureWebhooks(receiversOf(config), webhooks, log)
  const stores = storesFor(config, database, observe)
  const secret = await watchSecret(config, database, log)
  const worker = composeWorker(config, { database, queue, stores, observe }, log)
  log.info({ event: 'worker.started' })
  return {
    queueStats: queue.stats,
    unsentSeconds: webhooks.oldestUnsent,
    missing: () => missingIn(database, accounts),
    accountsFit: accounts.fit,
    mail: mailHealth(database),
    secretDiffers: secret.differs,
    async stop() {
      await worker.stop(DRAIN_MS)
      await secret.stop()
      await accounts.stop()
      await database.close()
      log.info({ event: 'worker.stopped' })
    },
  }
}
