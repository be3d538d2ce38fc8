import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Database } from '../connection/database.ts'
import { asDatabase } from '../connection/embedded.ts'
import { openPostgres } from '../connection/postgres.ts'
import { migrate } from '../migrate.ts'
import { emptyCluster } from './empty-cluster.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

/** A migrated database that nobody else uses. */
export type TestDatabase = {
  database: Database
  /** Where more connections may go; absent for the embedded database, which allows one. */
  url: string | undefined
  close(): Promise<void>
}

export async function openTestEmbedded(): Promise<TestDatabase> {
  const database = asDatabase(await PGlite.create({ loadDataDir: await emptyCluster() }))
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
  /** The address of a database without a table. */
  empty(): Promise<string>
  /** The server itself, where it is ours to start and stop. */
  server: PostgresServer | undefined
  close(): Promise<void>
}> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres() : undefined
  const urlOf = (name: string) => server?.url(name) ?? withDatabase(given ?? '', name)
  const made: string[] = []
  async function empty(): Promise<string> {
    const name = `latchkey_test_${randomBytes(6).toString('hex')}`
    await administer(given ?? urlOf('postgres'), `create database "${name}"`)
    made.push(name)
    return urlOf(name)
  }
  return {
    server,
    empty,
    async fresh() {
      const url = await empty()
      const database = openPostgres({ url, role: 'migration', maxConnections: 8 })
      await migrate(database)
      return { database, url, close: () => database.close() }
    },
    async close() {
      if (server) return server.stop()
      for (const name of made) {
        await administer(given ?? '', `drop database if exists "${name}" with (force)`)
      }
    },
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
