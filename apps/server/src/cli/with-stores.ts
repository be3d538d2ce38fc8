import { createQueue, type Database, type Queue, type Stores } from '@latchkey/db'
import {
  jobKindsFor,
  openAccounts,
  openDatabase,
  prepareDatabase,
  reachDatabase,
  storesFor,
} from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'

/** Opens and migrates the database for one command, and always closes it again. */
export async function withStores<T>(
  config: Config,
  work: (stores: Stores, database: Database, queue: Queue) => Promise<T>,
): Promise<T> {
  const log = createLog(config.logLevel, 'cli')
  const database = await openDatabase(config, 'worker', log)
  try {
    await reachDatabase(database)
    await prepareDatabase(config, database, log)
    const withAccounts = await openAccounts(config, database, log)
    const queue = createQueue(withAccounts, jobKindsFor(config))
    const stores = storesFor(config, withAccounts)
    return await work(stores, withAccounts, queue)
  } finally {
    await database.close()
  }
}
