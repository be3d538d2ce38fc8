import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from '../schema.ts'
import { nameOfStatement } from '../statements/prepared.ts'
import {
  applySettings,
  type ConnectionPurpose,
  checkRoleSettings,
  clientTimeoutFor,
  connectTimeoutFor,
} from './connection-settings.ts'
import type { Database } from './database.ts'
import { onlyServer, primaryAmong } from './find-primary.ts'
import { addressesOfHosts } from './hosts.ts'
import { kyselyPool } from './kysely-pool.ts'
import { ping } from './ping.ts'
import { detectPooler, type Pooler } from './pooler.ts'
import { DEFAULT_SCHEMA } from './schema-name.ts'

/** How to connect to PostgreSQL. */
export type PostgresOptions = {
  /** May name several servers; the one that accepts writes is used. */
  url: string
  /** The PostgreSQL schema that holds our tables. */
  schema?: string
  /** What its connections are for. */
  role: ConnectionPurpose
  maxConnections: number
  /** The connection pooler in between; detected with the first connection if absent. */
  pooler?: Pooler | undefined
  /** Called when an idle connection breaks, as when the server restarts. The pool replaces it. */
  onConnectionLost?: (error: Error) => void
}

/**
 * The driver reads these modes of TLS as `verify-full`, and prints a warning each time that it does. Unless the address
 * asks for the meaning that they have in libpq.
 */
function withPlainSslMode(address: string): string {
  const url = new URL(address)
  const isStrict = ['prefer', 'require', 'verify-ca'].includes(
    url.searchParams.get('sslmode') ?? '',
  )
  if (!isStrict || url.searchParams.has('uselibpqcompat')) return address
  url.searchParams.set('sslmode', 'verify-full')
  return url.href
}

/** Connects when the first statement runs, so this throws nothing. */
export function openPostgres(options: PostgresOptions): Database {
  const { role, schema = DEFAULT_SCHEMA } = options
  const each = {
    application_name: `latchkey-${role}`,
    connectionTimeoutMillis: connectTimeoutFor(role),
    keepAlive: true,
    query_timeout: clientTimeoutFor(role),
  }
  const addresses = addressesOfHosts(options.url).map(withPlainSslMode)
  const [first = ''] = addresses
  const primary = addresses.length > 1 ? primaryAmong(addresses, each) : onlyServer(first)
  class Client extends pg.Client {
    constructor(settings?: pg.ClientConfig) {
      super({ ...settings, connectionString: primary.address() })
    }
  }
  const another = async () => {
    const client = new Client({ ...each, query_timeout: connectTimeoutFor(role) })
    client.on('error', () => {})
    return client.connect()
  }
  let pooler = options.pooler
  let detecting: Promise<Pooler> | undefined
  /** Detected once, on one of the connections that open at the same time. */
  const poolerOf = async (client: pg.ClientBase) => {
    detecting ??= detectPooler(client, another).finally(() => {
      detecting = undefined
    })
    return detecting
  }
  // `migrate` refuses to work through such a pooler; until then it only looks.
  let checked = role === 'migration'
  const pool = new pg.Pool({
    ...each,
    Client,
    max: options.maxConnections,
    idleTimeoutMillis: 30_000,
    // Awaited before the connection is used; if it fails, the pool closes the connection.
    async onConnect(client) {
      // The pool listens to idle connections only. One that breaks in use fails its statement; without a listener it
      // would end the process as well.
      client.on('error', () => {})
      pooler ??= await poolerOf(client)
      if (pooler !== 'transaction') return applySettings(client, role, schema)
      if (checked) return
      await checkRoleSettings(client, schema)
      checked = true
    },
  })
  pool.on('error', (error) => {
    primary.lost()
    options.onConnectionLost?.(error)
  })
  const nameHere = (text: string) => (pooler === 'transaction' ? undefined : nameOfStatement(text))
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: kyselyPool(pool, { nameOf: nameHere, primary }) }),
  }).withSchema(schema)
  return {
    kind: 'postgres',
    schema,
    kysely,
    ping: () => ping(kysely),
    async pooler() {
      if (pooler === undefined) await ping(kysely)
      return pooler ?? 'none'
    },
    close: () => kysely.destroy(),
  }
}
