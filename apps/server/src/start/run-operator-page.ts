import type { Database } from '@latchkey/db'
import { openAccounts, openDatabase } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { createOperatorPage } from '../operator/operator-page.ts'
import type { OwnHealth } from '../operator/overview.ts'
import { listen } from './listen.ts'

export type RunningOperatorPage = { address: string; stop(): Promise<void> }

type Parts = {
  site: NonNullable<Config['operatorSite']>
  database: Database
  health: Omit<OwnHealth, 'unsentSeconds'>
  log: Logger
}

/**
 * The operators' page on its own port. On PostgreSQL it has connections of its own, with more time for each statement, so
 * that nobody's request waits for a count.
 */
export async function runOperatorPage(
  config: Config,
  { site, database, health, log }: Parts,
): Promise<RunningOperatorPage> {
  const own = database.kind === 'embedded' ? undefined : await openDatabase(config, 'worker', log)
  try {
    const used = own ? await openAccounts(config, own, log) : database
    const app = await createOperatorPage({ config, site, database: used, health, log })
    const { host, port } = site
    const address = await listen(app, { host, port, setting: 'OPERATOR_PORT' })
    log.info({ event: 'operator.started', address })
    return {
      address,
      async stop() {
        await app.close()
        await own?.close()
      },
    }
  } catch (error) {
    await own?.close()
    throw error
  }
}
