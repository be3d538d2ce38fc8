import { composeWorker, queueFor, storesFor } from './compose.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { openDatabase } from './open-database.ts'
import { SEND_DRAIN_MS } from './shutdown.ts'

/** Runs a worker with a database connection of its own. Resolves to the way to stop it. */
export async function runWorker(config: Config, log: Logger): Promise<() => Promise<void>> {
  const database = await openDatabase(config, 'worker', log)
  const queue = await queueFor(database, 'worker', log)
  const worker = composeWorker(config, { queue, stores: storesFor(config, database, queue) }, log)
  log.info({ event: 'worker.started' })
  return async () => {
    await worker.stop(SEND_DRAIN_MS)
    await queue.close()
    await database.close()
    log.info({ event: 'worker.stopped' })
  }
}
