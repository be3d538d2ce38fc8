import {
  type AccountPort,
  checkAccounts,
  createMapSightings,
  type Database,
  type Finding,
  useAccounts,
  usePort,
  usersFingerprint,
} from '@latchkey/db'
import { checkPort } from '../account-port/check.ts'
import { createAccountPort } from '../account-port/client.ts'
import { createHostPort, HOST_PLACE } from '../account-port/host-port.ts'
import {
  type AccountsElsewhere,
  type HostedAccounts,
  type MappedAccounts,
  type PortedAccounts,
  placeOf,
} from '../config/accounts-elsewhere.ts'
import type { AccountsConfig } from '../config/server-config.ts'
import { SetupError } from '../config/setup-error.ts'
import type { Log } from '../log.ts'
import { formatOf } from './account-parts.ts'
import { inOneText } from './finding-words.ts'

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
  return checkAccounts(database, accounts.map, { lengths: format.lengths })
}

/** The same for users at an application that is called. */
function findingsAbout(database: Database, accounts: AccountsElsewhere): Promise<Finding[]> {
  return accounts.kind === 'mapped' ? findingsOn(database, accounts) : checkPort(portOf(accounts))
}

function portOf(accounts: PortedAccounts | HostedAccounts): AccountPort {
  return accounts.kind === 'ported' ? createAccountPort(accounts) : createHostPort(accounts)
}

export function fingerprintOfUsers({ accounts }: AccountsConfig): Uint8Array {
  if (accounts?.kind === 'mapped') return usersFingerprint(accounts.map)
  // Functions have no name: those of two applications look the same.
  return usersFingerprint(accounts?.kind === 'hosted' ? { url: HOST_PLACE } : accounts)
}

/** The users cannot be worked with, although the database can be reached. */
export class AccountsProblem extends SetupError {}

/** The application does not answer as agreed. */
class PortMisfit extends AccountsProblem {
  constructor(accounts: PortedAccounts | HostedAccounts, problems: readonly string[]) {
    const list = problems.map((problem) => `  - ${problem}`)
    super(
      accounts.kind === 'ported'
        ? [
            `The application at ${accounts.url} does not answer as agreed:`,
            ...list,
            'Everything else that could be wrong: latchkey doctor',
          ].join('\n')
        : [`The functions in ${HOST_PLACE} do not answer as agreed:`, ...list].join('\n'),
    )
    this.name = 'PortMisfit'
  }
}

/** The tables of the application do not fit the map. */
export class AccountsMisfit extends AccountsProblem {
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
/**
 * Two Latchkeys with other users in one schema would email and reset each other's people.
 *
 * @throws AccountsProblem
 */
async function refuseOtherUsers({ accounts }: AccountsConfig, database: Database): Promise<void> {
  // The embedded database has one process.
  if (database.kind === 'embedded') return
  const ours = fingerprintOfUsers({ accounts })
  if (!(await createMapSightings(database).differs(ours))) return
  throw new AccountsProblem(
    `Another Latchkey works in the schema ${database.schema} of this database with other users: ${elsewhere(accounts)} Stop it first (after a crash, wait for three minutes), or give this one a schema of its own (DATABASE_SCHEMA; in createLatchkey, database.schema).`,
  )
}

function elsewhere(accounts: AccountsElsewhere | undefined): string {
  return accounts
    ? `those of this one are ${placeOf(accounts).place}.`
    : 'this one has accounts of its own (neither ACCOUNTS_FILE nor the option accounts).'
}

/**
 * The database whose statements work on the users of the application, if there is a map.
 *
 * @throws AccountsMisfit if the tables do not fit it.
 * @throws AccountsProblem if another process recovers other users through the same schema.
 */
export async function openAccounts(
  config: AccountsConfig,
  database: Database,
  log: Log,
): Promise<Database> {
  await refuseOtherUsers(config, database)
  const { accounts } = config
  if (accounts === undefined) return database
  const findings = await findingsAbout(database, accounts)
  const misfits = findings.filter(({ isMismatch }) => isMismatch).map((one) => inOneText(one))
  if (misfits.length > 0) {
    throw accounts.kind === 'mapped'
      ? new AccountsMisfit(accounts.file, misfits)
      : new PortMisfit(accounts, misfits)
  }
  for (const { severity, about, says } of findings) {
    if (severity !== 'note') log.warn({ event: 'accounts.finding', about, message: says })
  }
  return accounts.kind === 'mapped'
    ? useAccounts(database, accounts.map)
    : usePort(database, portOf(accounts))
}

export type AccountsWatch = {
  /** `accounts`, while the tables of the application do not fit the map. */
  missing(): Promise<string[]>
  /** What the last check found. */
  fit(): boolean
  stop(): Promise<void>
}

function whose(accounts: AccountsElsewhere | undefined) {
  if (accounts?.kind === 'mapped') return { file: accounts.file }
  return { url: accounts?.kind === 'ported' ? accounts.url : undefined }
}

/** Checks every minute, and when a readiness probe wants to know. Each minute it notes whose users it recovers. */
export function watchAccounts(
  { accounts }: AccountsConfig,
  database: Database,
  log: Pick<Log, 'error' | 'info' | 'warn'>,
): AccountsWatch {
  const sightings = createMapSightings(database)
  const ours = fingerprintOfUsers({ accounts })
  let misfits: string[] = []
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined

  async function look(): Promise<void> {
    try {
      const findings = accounts ? await findingsAbout(database, accounts) : []
      const found = findings.filter(({ isMismatch }) => isMismatch).map((one) => inOneText(one))
      if (database.kind === 'postgres' && (await sightings.differs(ours))) {
        found.push(
          `Another Latchkey works in the schema ${database.schema} with other users: stop one of the two`,
        )
      }
      if (found.length > 0 && found.join() !== misfits.join()) {
        const message = found.join('\n')
        log.error({ event: 'accounts.mismatch', ...whose(accounts), message })
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
    checking ??= look().finally(() => {
      checking = undefined
    })
    return checking
  }
  const note = () => sightings.note(ours).catch(() => undefined)
  // Before the first request: a start of another one looks for it.
  const noted = note()
  const timer = setInterval(() => void note().then(check), CHECK_EVERY_MS).unref()
  return {
    async missing() {
      // An application that is slow must not make this process look as if it were not ready.
      const checked = performance.now() - checkedAt > FRESH_MS ? check() : undefined
      if (!accounts || accounts.kind === 'mapped') await checked
      return misfits.length > 0 ? ['accounts'] : []
    },
    fit: () => misfits.length === 0,
    async stop() {
      clearInterval(timer)
      await noted
      // If the database is away, the row is outdated in three minutes.
      await sightings.leave(ours).catch(() => undefined)
    },
  }
}
