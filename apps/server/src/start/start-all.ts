import {
  openAccounts,
  openDatabase,
  openWorkerThread,
  prepareDatabase,
  reachDatabase,
} from '@latchkey/server/parts'
import type { Stop } from '../cli/terminal.ts'
import type { Config } from '../config/config.ts'
import { workerProgram } from '../locations.ts'
import { createLog } from '../log.ts'
import { countLostLines } from '../log-output.ts'
import { openTelemetry } from './open-telemetry.ts'
import { pauseMs } from './pause.ts'

export type RunningServer = {
  /** Where the web server listens. */
  address: string
  stop: Stop
}

/** Opens and migrates the database, then runs the web server and its worker. */
export async function startAll(config: Config): Promise<RunningServer> {
  const lostLines = countLostLines()
  const log = createLog(config.logLevel, 'web', { lost: lostLines })
  if (!config.rateLimits) log.warn({ event: 'limits.off' })
  const hasThread = config.worker && config.databaseUrl !== undefined
  const telemetry = await openTelemetry(config, { part: 'web', threads: hasThread ? 2 : 1 }, log)
  // The worker's program is loaded meanwhile, in its own thread.
  const thread = hasThread
    ? openWorkerThread(
        {
          program: workerProgram,
          workerData: { config, lostLines },
          // Warnings of Node, and whatever a library prints: its own log does not go through these streams.
          onOutput: (message) => log.warn({ event: 'node.warning', message }),
        },
        log,
      )
    : undefined
  const database = await openDatabase(config, 'web', log)
  try {
    // Connects before the web server's program is loaded: loading holds the event loop, and a connection would time out.
    await reachDatabase(database)
    const [{ runWeb }] = await Promise.all([
      import('./run-web.ts'),
      prepareDatabase(config, database, log),
    ])
    const withAccounts = await openAccounts(config, database, log)
    const web = await runWeb(config, {
      ...{ database: withAccounts, thread, telemetry, log, lostLines },
    })
    return {
      address: web.address,
      async stop(atOnce) {
        await web.stop(pauseMs(config, atOnce))
        await database.close()
        await telemetry?.stop()
        log.info({ event: 'web.stopped' })
      },
    }
  } catch (error) {
    await thread?.stop()
    await database.close()
    throw error
  }
}
