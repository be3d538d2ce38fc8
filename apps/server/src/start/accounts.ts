import { checkAccounts, type Database, type Finding } from '@latchkey/db'
import { CommandFailed } from '../cli/terminal.ts'
import type { MappedAccounts } from '../config/account-settings.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { formatOf, useAccounts } from './account-parts.ts'

/*
 * The users of an application: whether its tables fit the map, at a start and while a process runs. Drift is common,
 * because the application migrates its tables without us.
 */

/** How old the answer to a readiness probe may be. */
const FRESH_MS = 1_000
const CHECK_EVERY_MS = 60_000

/** Everything that is wrong with the tables, the rights of our role and the format of the passwords. */
export async function findingsOn(database: Database, accounts: MappedAccounts): Promise<Finding[]> {
  const format = formatOf(accounts)
  if ('problem' in format) {
    const words = { about: accounts.file, says: format.problem }
    const findings = await checkAccounts(database, accounts.map)
    return [{ severity: 'problem', isMismatch: true, ...words }, ...findings]
  }
  return checkAccounts(database, accounts.map, format.lengths)
}

/** The tables of the application do not fit the map. */
export class AccountsMisfit extends CommandFailed {
  readonly problems: readonly string[]

  constructor(file: string, problems: readonly string[]) {
    super(
      [
        `The map ${file} does not fit the database:`,
        ...problems.map((problem) => `  - ${problem.replaceAll('\n', '\n      ')}`),
        'Everything else that could be wrong: latchkey doctor',
      ].join('\n'),
    )
    this.name = 'AccountsMisfit'
    this.problems = problems
  }
}

/** A finding as one text. Its SQL stands on lines of its own. */
export function inOneText({ about, says, todo }: Finding): string {
  return `${about}: ${says}.${todo === undefined ? '' : ` ${todo}`}`
}

/**
 * The database whose statements work on the users of the application, if there is a map.
 *
 * @throws AccountsMisfit if the tables do not fit it.
 */
export async function openAccounts(
  { accounts }: Config,
  database: Database,
  log: Logger,
): Promise<Database> {
  if (accounts === undefined) return database
  const findings = await findingsOn(database, accounts)
  const misfits = findings.filter(({ isMismatch }) => isMismatch)
  if (misfits.length > 0) throw new AccountsMisfit(accounts.file, misfits.map(inOneText))
  for (const { severity, about, says } of findings) {
    if (severity !== 'note') log.warn({ event: 'accounts.finding', about, message: says })
  }
  return useAccounts(database, accounts.map)
}

export type AccountsWatch = {
  /** `accounts`, while the tables of the application do not fit the map. */
  missing(): Promise<string[]>
  /** What the last check found. */
  fit(): boolean
  stop(): void
}

/** Checks every minute, and when a readiness probe wants to know. */
export function watchAccounts(
  { accounts }: Config,
  database: Database,
  log: Pick<Logger, 'error' | 'info' | 'warn'>,
): AccountsWatch {
  if (accounts === undefined) {
    return { missing: async () => [], fit: () => true, stop() {} }
  }
  let misfits: string[] = []
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined

  async function look(of: MappedAccounts): Promise<void> {
    try {
      const findings = await findingsOn(database, of)
      const found = findings.filter(({ isMismatch }) => isMismatch).map(inOneText)
      if (found.length > 0 && found.join() !== misfits.join()) {
        const message = found.join('\n')
        log.error({ event: 'accounts.mismatch', file: of.file, message })
      }
      if (found.length === 0 && misfits.length > 0) log.info({ event: 'accounts.fit' })
      misfits = found
      checkedAt = performance.now()
    } catch (err) {
      // Readiness says that the database is away. What was known of the tables is still the best guess.
      log.warn({ event: 'accounts.unchecked', err })
    }
  }

  const check = () => {
    checking ??= look(accounts).finally(() => {
      checking = undefined
    })
    return checking
  }
  const timer = setInterval(() => void check(), CHECK_EVERY_MS).unref()
  return {
    async missing() {
      if (performance.now() - checkedAt > FRESH_MS) await check()
      return misfits.length > 0 ? ['accounts'] : []
    },
    fit: () => misfits.length === 0,
    stop: () => clearInterval(timer),
  }
}
