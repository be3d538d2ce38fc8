import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import { roleSettings, roleSettingsSql } from '../connection/connection-settings.ts'
import type { Database } from '../connection/database.ts'
import { asDatabase } from '../connection/embedded.ts'
import { openPostgres } from '../connection/postgres.ts'
import { migrate } from '../migrate.ts'
import { emptyCluster } from './empty-cluster.ts'
import { startPgBouncer } from './pgbouncer.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

/** A migrated database that nobody else uses. */
export type TestDatabase = {
  database: Database
  /** Where more connections may go; absent for the embedded database, which allows one. */
  url: string | undefined
  close(): Promise<void>
}

export async function openTestEmbedded(): Promise<TestDatabase> {
  const database = await asDatabase(await PGlite.create({ loadDataDir: await emptyCluster() }))
  await migrate(database)
  return { database, url: undefined, close: () => database.close() }
}

/**
 * The PostgreSQL a test file shares: ours, or the one `TEST_DATABASE_URL` names (its user must be allowed to
 * create databases).
 */
export async function openTestPostgres(): Promise<{
  /** A migrated database of its own. */
  fresh(): Promise<TestDatabase>
  /** The same through a PgBouncer of its own, with the settings of the role that its mode needs. */
  behindPgBouncer(mode: 'session' | 'transaction'): Promise<TestDatabase & { directUrl: string }>
  /** The address of a database without a table. */
  empty(): Promise<string>
  /** A role that may sign in, and has no rights. */
  role(): Promise<{ name: string; password: string }>
  /** The server itself, where it is ours to start and stop. */
  server: PostgresServer | undefined
  close(): Promise<void>
}> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres() : undefined
  const urlOf = (name: string) => server?.url(name) ?? withDatabase(given ?? '', name)
  const made: string[] = []
  const roles: string[] = []
  async function empty(): Promise<string> {
    const name = `latchkey_test_${randomBytes(6).toString('hex')}`
    await administer(given ?? urlOf('postgres'), `create database "${name}"`)
    made.push(name)
    return urlOf(name)
  }
  async function fresh(): Promise<TestDatabase> {
    const url = await empty()
    const database = openPostgres({ url, role: 'worker', maxConnections: 8 })
    await migrate(database)
    return { database, url, close: () => database.close() }
  }
  return {
    server,
    empty,
    fresh,
    async behindPgBouncer(mode) {
      const direct = await fresh()
      const directUrl = direct.url ?? ''
      if (mode === 'transaction') await setForRole(direct.database)
      await direct.close()
      // In session mode enough for every process of a story; in transaction mode few, so that they are shared.
      const serverConnections = mode === 'transaction' ? 5 : 50
      const pgbouncer = await startPgBouncer({ mode, url: directUrl, serverConnections })
      const url = pgbouncer.through(directUrl)
      const database = openPostgres({ url, role: 'worker', maxConnections: 8 })
      const close = () => database.close().then(pgbouncer.stop)
      return { database, url, directUrl, close }
    },
    async role() {
      const name = `latchkey_test_${randomBytes(6).toString('hex')}`
      const password = randomBytes(12).toString('hex')
      await administer(
        given ?? urlOf('postgres'),
        `create role ${name} login password '${password}'`,
      )
      roles.push(name)
      return { name, password }
    },
    async close() {
      if (server) return server.stop()
      for (const name of made) {
        await administer(given ?? '', `drop database if exists "${name}" with (force)`)
      }
      for (const name of roles) await administer(given ?? '', `drop role if exists ${name}`)
    },
  }
}

/** What an operator runs once for a pooler in transaction mode. */
async function setForRole({ kysely, schema }: Database): Promise<void> {
  const { rows } = await sql<{ role: string; database: string }>`
    select session_user as role, current_database() as database`.execute(kysely)
  for (const target of rows) {
    for (const statement of roleSettingsSql(target, roleSettings(schema))) {
      await sql.raw(statement).execute(kysely)
    }
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
