import { existsSync } from 'node:fs'
import {
  createDeliveryTroubles,
  createMapSightings,
  createQueue,
  createWebhookStore,
  type Database,
  DatabaseSetupError,
  FolderInUse,
  readServerFacts,
  type ServerFacts,
} from '@latchkey/db'
import { english, problems } from '@latchkey/operator'
import {
  embeddedFolder,
  fingerprintOfUsers,
  jobKindsFor,
  openDatabase,
  reachDatabase,
} from '@latchkey/server/parts'
import { describeTrouble } from '../cli/message-words.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { describeDatabaseProblem } from '../start/database-problem.ts'
import { SECRETS_DIFFER, secretAgreement } from '../start/secret-agreement.ts'
import { type Result, resultsOf } from './result.ts'

const { ok, note, warning, problem } = resultsOf('database')

export type Reached = { results: Result[]; database?: Database; facts?: ServerFacts }

/** Opens the database as the worker does, and says what is there. The caller closes it. */
export async function reach(config: Config, log: Logger): Promise<Reached> {
  if (config.databaseUrl === undefined && !existsSync(embeddedFolder(config))) {
    return { results: [note('The embedded database is made at the first start.')] }
  }
  let database: Database | undefined
  try {
    database = await openDatabase(config, 'worker', log)
    await reachDatabase(database)
    const beforeMs = Date.now()
    const facts = await readServerFacts(database, 'worker')
    const machineMs = (beforeMs + Date.now()) / 2
    return { results: resultsFrom(config, { database, facts, machineMs }), database, facts }
  } catch (error) {
    await database?.close()
    if (error instanceof FolderInUse) {
      return {
        results: [
          note(
            'A running Latchkey has the embedded database open, so nothing in it was looked at.',
          ),
        ],
      }
    }
    return { results: [problem(sentenceFor(error, config.databaseUrl))] }
  }
}

export function sentenceFor(error: unknown, url: string | undefined): string {
  if (error instanceof DatabaseSetupError) return error.message
  const described = describeDatabaseProblem(error, url)
  return described ?? (error instanceof Error ? error.message : String(error))
}

const OLDEST_VERSION = 140_000
const MOST_SKEW_MS = 30_000

type Seen = { database: Database; facts: ServerFacts; machineMs: number }

function resultsFrom(config: Config, { database, facts, machineMs }: Seen): Result[] {
  const { version, versionNumber, role, pooler, notInForce } = facts
  const results: Result[] = []
  if (database.kind === 'embedded') {
    results.push(note('The embedded database is for evaluation: one process, one user.'))
  } else {
    results.push(ok(`PostgreSQL ${version} answers, database ${facts.database}, role ${role}.`))
    results.push(
      pooler === 'none'
        ? ok('No connection pooler is in between.')
        : ok(`A connection pooler in ${pooler} mode is in between.`),
    )
  }
  if (versionNumber < OLDEST_VERSION) {
    results.push(problem('PostgreSQL 14 is the oldest version that is supported.', 'Upgrade it.'))
  }
  if (facts.isStandby) {
    results.push(
      problem(
        'It is a standby, which cannot be written.',
        'Let DATABASE_URL lead to the primary server.',
      ),
    )
  } else if (facts.isReadOnly) {
    const { says, todo } = problems['health.database-read-only']()
    results.push(problem(says, todo))
  }
  if (facts.forbiddenTables.length > 0) {
    results.push(
      problem(
        `The role ${role} may not read and write all of its tables: ${facts.forbiddenTables.join(', ')}.`,
        'Grant SELECT, INSERT, UPDATE and DELETE on them: docs/operating.md, "Schema and rights".',
      ),
    )
  }
  for (const { name, wanted, inForce } of notInForce) {
    results.push(
      problem(
        `The setting ${name} is ${inForce || 'empty'} on our connections, and must be ${wanted}.`,
        'Something between Latchkey and PostgreSQL changes settings: docs/operating.md, "Behind a connection pooler".',
      ),
    )
  }
  const skew = Math.round((facts.nowMs - machineMs) / 1_000)
  const said = `The clock of the database ${skew === 0 ? 'agrees with that of this machine' : `is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} that of this machine`}.`
  results.push(
    Math.abs(facts.nowMs - machineMs) > MOST_SKEW_MS
      ? warning(
          `${said} Limits and lifetimes use the database's; certificates and access tokens use this one.`,
          'Synchronise both clocks (NTP).',
        )
      : ok(said),
  )
  results.push(...schemaResults(database.schema, facts, config))
  return results
}

function schemaResults(
  schema: string,
  { pendingMigrations, outgrownBy, migrationProblem }: ServerFacts,
  { migrates = true }: Pick<Config, 'migrates'>,
): Result[] {
  if (outgrownBy.length > 0) {
    return [
      problem(
        `A newer version of Latchkey migrated the schema ${schema} (${outgrownBy.join(', ')}) and removed what this version uses.`,
        'Run the newer version.',
      ),
    ]
  }
  // Before the rights of this role, which need not suffice: another role migrates.
  if (!migrates && pendingMigrations.length > 0) {
    return [
      problem(
        `The schema ${schema} is not up to date, and MIGRATE is off: a start refuses it until these ran: ${pendingMigrations.join(', ')}.`,
        'Run latchkey migrate as the owner, which is the role that owns the schema.',
      ),
    ]
  }
  if (migrationProblem !== undefined) return [problem(migrationProblem)]
  if (pendingMigrations.length === 0) return [ok(`The schema ${schema} is up to date.`)]
  return [
    note(
      `The schema ${schema} is not up to date; the next start applies ${pendingMigrations.join(', ')}.`,
      'Or run it now: latchkey migrate',
    ),
  ]
}

/** PostgreSQL without the pooler, for migrations. */
export async function directResults(config: Config, log: Logger): Promise<Result[]> {
  if (config.databaseDirectUrl === undefined) return []
  const direct = resultsOf('direct database')
  const database = await openDatabase(config, 'migration', log)
  try {
    const facts = await readServerFacts(database, 'migration')
    return [
      facts.pooler === 'transaction'
        ? direct.problem(
            'DATABASE_DIRECT_URL leads through a connection pooler in transaction mode.',
            'Name PostgreSQL itself.',
          )
        : direct.ok(`DATABASE_DIRECT_URL leads to PostgreSQL ${facts.version}.`),
    ]
  } catch (error) {
    return [direct.problem(sentenceFor(error, config.databaseDirectUrl))]
  } finally {
    await database.close()
  }
}

const SLOW_SECONDS = 60

/** Whether a worker does its work, and whether processes agree on the server secret. */
export async function runningResults(config: Config, database: Database): Promise<Result[]> {
  const outbox = resultsOf('outbox')
  const queue = createQueue(database, jobKindsFor(config))
  const stats = await queue.stats()
  const jobs = stats.new.jobs + stats.again.jobs
  const oldest = Math.round(stats.new.oldestSeconds)
  const results = [
    stats.new.jobs > 0 && oldest > SLOW_SECONDS
      ? outbox.warning(
          english['health.queue-stands']({ jobs: stats.new.jobs, seconds: oldest }),
          'Is a worker running? Look for worker.started in its log.',
        )
      : outbox.ok(english['health.queue-moves']({ jobs })),
  ]
  const { unknown, removed } = stats
  if (unknown.jobs > 0) {
    const { says, todo } = problems['health.unknown-jobs'](unknown)
    results.push(outbox.warning(says, todo))
  }
  if (removed.jobs > 0) {
    const { says, todo } = problems['health.webhooks-removed'](removed)
    results.push(resultsOf('webhooks').warning(says, todo))
  }
  if (config.webhooks.length > 0) {
    results.push(await webhookResult(config.webhooks, database, stats.events.jobs))
  }
  const trouble = await createDeliveryTroubles(database).current()
  if (trouble) results.push(resultsOf('email').problem(describeTrouble(trouble)))
  const users = fingerprintOfUsers(config)
  if (await createMapSightings(database).differs(users)) {
    results.push(
      resultsOf('accounts').problem(
        `A Latchkey that runs works in the schema ${database.schema} with other users.`,
        'Stop it, or give this one a schema of its own with DATABASE_SCHEMA.',
      ),
    )
  }
  return [...results, ...(await differingSecret(config, database))]
}

/** Whether webhooks hear of events. */
async function webhookResult(
  ours: Config['webhooks'],
  database: Database,
  waiting: number,
): Promise<Result> {
  const webhooks = resultsOf('webhooks')
  const store = createWebhookStore(database)
  const removed = await store.removed(ours.map(({ name }) => name))
  if (removed.length > 0) {
    return webhooks.problem(
      `No event is written for ${removed.join(', ')}: a process with other settings was started later.`,
      'Give all processes the same webhooks (WEBHOOK_URL, WEBHOOKS_FILE), and restart one of them.',
    )
  }
  const seconds = Math.round(await store.oldestUnsent())
  if (seconds <= SLOW_SECONDS) return webhooks.ok(english['health.webhooks-hear']({ waiting }))
  const { says, todo } = problems['health.webhooks-behind']({ waiting, seconds })
  return webhooks.warning(says, todo)
}

async function differingSecret(config: Config, database: Database): Promise<Result[]> {
  const { ok, problem } = resultsOf('server secret')
  const agreement = await secretAgreement(config, database)
  if (agreement === 'alone') return []
  return agreement === 'agree'
    ? [ok('The processes that run agree with it.')]
    : [problem(SECRETS_DIFFER.says, SECRETS_DIFFER.todo)]
}
