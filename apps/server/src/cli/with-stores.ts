import { createQueue, type Database, type Queue, type Stores } from '@latchkey/db'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { openAccounts } from '../start/accounts.ts'
import { storesFor } from '../start/compose.ts'
import { migrateDatabase, openDatabase, reachDatabase } from '../start/open-database.ts'

/** Opens and migrates the database for one command, and always closes it again. */
export async function withStores<T>(
  config: Config,
  work: (stores: Stores, database: Database, queue: Queue) => Promise<T>,
): Promise<T> {
  const log = createLog(config.logLevel, 'cli')
  const database = await openDatabase(config, 'worker', log)
  try {
    await reachDatabase(database)
    await migrateDatabase(config, database, log)
    const withAccounts = await openAccounts(config, database, log)
    const queue = createQueue(withAccounts)
    const stores = storesFor(config, withAccounts)
    return await work(stores, withAccounts, queue)
  } finally {
    await database.close()
  }
}
