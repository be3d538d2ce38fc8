import type { EmailAddress, PasswordHasher } from '@latchkey/core'
import { useAccounts } from '@latchkey/db'
import { prepareDatabase } from '@latchkey/server/parts'
import {
  createPasswordHasher,
  formatOf,
  loadArgon2Engine,
  mappedHasher,
} from '@latchkey/server/parts/passwords'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { accountResults } from './account-results.ts'
import { directResults, reach, runningResults, sentenceFor } from './database-results.ts'
import { emailResults } from './email-results.ts'
import { hashingResults } from './hashing-results.ts'
import { portResults, portTrialResults } from './port-results.ts'
import { type Result, resultsOf } from './result.ts'
import { folderResults, reachResults, secretResults } from './settings-results.ts'
import { trialResults } from './trial-results.ts'

export type Examination = { trial?: EmailAddress | undefined; slowLookups: boolean }

/** Looks at everything, one after the other. What fails unexpectedly is a problem of its own, and the rest goes on. */
export async function examine(config: Config, options: Examination): Promise<Result[]> {
  // What is logged otherwise is said in the results.
  const log = createLog('silent', 'cli')
  const results: Result[] = [resultsOf('settings').ok('All settings are valid.')]
  const look = async (check: string, work: () => Promise<Result[]> | Result[]) => {
    try {
      results.push(...(await work()))
    } catch (error) {
      results.push(resultsOf(check).problem(sentenceFor(error, config.databaseUrl)))
    }
  }
  await look('reach', () => reachResults(config))
  await look('server secret', () => secretResults(config))
  await look('data folder', () => folderResults(config))
  await look('email', () => emailResults(config))
  const hasher = await hasherOf(config)
  if (hasher) await look('hashing', () => hashingResults(hasher))
  await look('direct database', () => directResults(config, log))

  const { database, facts, results: reached } = await reach(config, log)
  results.push(...reached)
  if (database === undefined || facts === undefined) return results
  try {
    const { accounts } = config
    let canTry = false
    if (accounts?.kind === 'ported') {
      await look('accounts', () => portResults(accounts))
    }
    if (accounts?.kind === 'mapped') {
      await look('accounts', async () => {
        const found = await accountResults(database, accounts, {
          ...options,
          webhooks: config.webhooks,
        })
        canTry = !found.isMismatch
        return found.results
      })
    }
    const { trial } = options
    if (trial && accounts?.kind === 'ported') {
      await look('trial', () => portTrialResults(accounts, trial))
    } else if (trial) {
      await look('trial', async () => {
        const { problem, note } = resultsOf('trial')
        if (accounts?.kind !== 'mapped' || !hasher) {
          return [problem('--trial needs ACCOUNTS_FILE or ACCOUNTS_URL.')]
        }
        if (!canTry) return [note('Not tried, because of the problems above.')]
        // A reset spends a link, so the tables of Latchkey must be there.
        await prepareDatabase(config, database, log)
        return trialResults(await useAccounts(database, accounts.map), hasher, trial)
      })
    }
    const isMigrated = facts.pendingMigrations.length === 0
    if (isMigrated) await look('outbox', () => runningResults(config, database))
  } finally {
    await database.close()
  }
  return results
}

/** `undefined`: the application hashes, or the format of the map cannot be written, which another result says. */
async function hasherOf({ accounts }: Config): Promise<PasswordHasher | undefined> {
  if (accounts && accounts.kind !== 'mapped') return undefined
  const argon2 = await loadArgon2Engine()
  if (accounts === undefined) return createPasswordHasher(argon2)
  return 'problem' in formatOf(accounts) ? undefined : mappedHasher(accounts, argon2)
}
