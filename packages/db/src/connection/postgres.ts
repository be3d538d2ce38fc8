import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from '../schema.ts'
import type { Database } from './database.ts'
import { nameOf } from './named-statements.ts'
import { ping } from './ping.ts'

/** Timeouts in milliseconds. A web request waits little; a worker and a migration may take longer. */
const timeoutsFor = {
  web: { statement: 3_000, lock: 1_000, idleInTransaction: 5_000 },
  worker: { statement: 10_000, lock: 1_000, idleInTransaction: 5_000 },
  migration: { statement: 0, lock: 60_000, idleInTransaction: 0 },
}

export type PostgresOptions = {
  url: string
  role: keyof typeof timeoutsFor
  maxConnections: number
  /** Heard when an idle connection breaks, as when the server restarts. The pool heals by itself. */
  onConnectionLost?: (error: Error) => void
}

const ACQUIRE_TIMEOUT_MS = 2_000

// A statement is planned when a connection first meets it, often while its tables are empty, and that plan stays for
// minutes: everything we look for has an index, and is to be found by it. Compiling a plan takes longer than any of
// ours runs.
const PLANS = '-c enable_seqscan=off -c jit=off'

/**
 * Ends with the first query that this side gave up on. The other side may still run it, and a late `begin` would
 * swallow whatever the next user of the connection writes.
 */
class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    // The pool listens to idle connections only. One that breaks in use tells whoever waits for its answer; without
    // a listener it would end the process as well.
    this.on('error', () => {})
    const { query } = this
    const queryOrEnd = (...args: unknown[]): unknown => {
      const answer: unknown = Reflect.apply(query, this, prepared(args))
      if (answer instanceof Promise) answer.catch((error) => this.#endIfGivenUp(error))
      return answer
    }
    Object.assign(this, { query: queryOrEnd })
  }

  #endIfGivenUp(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') void this.end()
  }
}

/** Statements come as a text and its parameters; what the pool itself sends does not. */
function prepared(args: unknown[]): unknown[] {
  const [text, values, ...more] = args
  if (typeof text !== 'string' || !Array.isArray(values) || more.length > 0) return args
  return [{ name: nameOf(text), text, values }]
}

export function openPostgres(options: PostgresOptions): Database {
  const timeouts = timeoutsFor[options.role]
  const pool = new pg.Pool({
    Client: Connection,
    connectionString: options.url,
    max: options.maxConnections,
    application_name: `latchkey-${options.role}`,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: PLANS,
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.idleInTransaction,
    // A frozen server answers nothing, so its own timeout never comes: the client's does.
    ...(timeouts.statement > 0 && { query_timeout: timeouts.statement + 1_000 }),
  })
  pool.on('error', (error) => options.onConnectionLost?.(error))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    kind: 'postgres',
    kysely,
    ping: () => ping(kysely),
    close: () => kysely.destroy(),
  }
}
