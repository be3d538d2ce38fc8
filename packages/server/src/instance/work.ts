import type { Database } from '@latchkey/db'
import {
  migrateDatabase,
  openDatabase,
  prepareDatabase,
  reachDatabase,
} from '../compose/open-database.ts'
import { observeTo, toAll } from '../log.ts'
import type { Carried } from './carried.ts'
import type { Core } from './core.ts'

/** What an instance does for a worker's program, with connections of its own. */
export function carriedBy(core: Core): Carried {
  const { config, log } = core
  async function onConnection<T>(work: (database: Database) => Promise<T>): Promise<T> {
    core.check()
    const database = await openDatabase(config, 'migration', log)
    try {
      await reachDatabase(database)
      return await work(database)
    } finally {
      await database.close()
    }
  }
  return {
    migrate: () => onConnection((database) => migrateDatabase(config, database, log)),
    prepare: () => onConnection((database) => prepareDatabase(config, database, log)),
    open: core.open,
    async work(forward = core.listeners.tell) {
      core.check()
      const { runWorker } = await import('../compose/run-worker.ts')
      return runWorker(config, { log, observe: toAll(observeTo(log), forward) })
    },
  }
}
