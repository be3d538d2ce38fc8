import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { findRight } from '../requests/find-right.ts'
import {
  newDigest,
  openTestPostgres,
  startPgBouncer,
  type TestDatabase,
  withoutPgBouncer,
} from '../testing/index.ts'
import { roleSettings, roleSettingsSql } from './connection-settings.ts'
import type { Database } from './database.ts'
import { openPostgres, type PostgresOptions } from './postgres.ts'
import { DatabaseSetupError } from './setup-error.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let migrated: TestDatabase
let url: string
const open: { close(): Promise<unknown> }[] = []
beforeAll(async () => {
  postgres = await openTestPostgres()
  migrated = await postgres.fresh()
  url = migrated.url ?? ''
})
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})
afterAll(async () => {
  await migrated.close()
  await postgres.close()
})

function connectTo(address: string, options: Partial<PostgresOptions> = {}): Database {
  const database = openPostgres({ url: address, role: 'web', maxConnections: 4, ...options })
  open.push(database)
  return database
}

async function pgbouncer(mode: 'session' | 'transaction', serverConnections = 4) {
  const pooler = await startPgBouncer({ mode, url, serverConnections })
  open.push({ close: pooler.stop })
  return pooler
}

async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** What holds on four connections to PostgreSQL, in use at the same time. */
async function inForce({ kysely }: Database): Promise<Record<string, string>[]> {
  const settings = sql<Record<string, string>>`
    select current_setting('enable_seqscan') as enable_seqscan, current_setting('jit') as jit,
      current_setting('statement_timeout') as statement_timeout,
      current_setting('lock_timeout') as lock_timeout,
      current_setting('idle_in_transaction_session_timeout') as idle_in_transaction_session_timeout,
      current_setting('search_path') as search_path`
  const together = Promise.withResolvers<void>()
  let arrived = 0
  const transactions = Array.from({ length: 4 }, () =>
    kysely.transaction().execute(async (trx) => {
      const { rows } = await settings.execute(trx)
      arrived += 1
      if (arrived === 4) together.resolve()
      await together.promise
      return rows
    }),
  )
  return (await Promise.all(transactions)).flat()
}

/** Under which names a connection has prepared what it ran. */
function namesAfterWork({ kysely }: Database): Promise<string[]> {
  return kysely.connection().execute(async (connection) => {
    expect(await findRight(connection, newDigest())).toEqual({ status: 'none', reason: 'unknown' })
    const { rows } = await sql<{ name: string }>`
      select name from pg_prepared_statements`.execute(connection)
    return rows.map(({ name }) => name)
  })
}

const plans = { enable_seqscan: 'off', jit: 'off' }
const visible = { search_path: '"latchkey", pg_temp' }

const purposes = [
  [
    'web',
    { statement_timeout: '3s', lock_timeout: '1s', idle_in_transaction_session_timeout: '5s' },
  ],
  [
    'worker',
    { statement_timeout: '10s', lock_timeout: '1s', idle_in_transaction_session_timeout: '5s' },
  ],
  [
    'migration',
    { statement_timeout: '0', lock_timeout: '500ms', idle_in_transaction_session_timeout: '0' },
  ],
] as const

describe('the settings of every connection', () => {
  test.each(purposes)('for %s', async (role, timeouts) => {
    for (const row of await inForce(connectTo(url, { role }))) {
      expect(row).toEqual({ ...plans, ...visible, ...timeouts })
    }
  })

  test('win over settings of the role', async () => {
    const role = await postgres.role()
    await administer(`alter role ${role.name} set statement_timeout = '1h'`)
    const address = new URL(url)
    address.username = role.name
    address.password = role.password
    const [row] = await inForce(connectTo(address.href))
    expect(row).toMatchObject({ statement_timeout: '3s', ...visible })
  })
})

test('a statement that is built once is prepared under its name', async () => {
  expect(await namesAfterWork(connectTo(url))).toEqual(['find-right'])
})

describe.skipIf(withoutPgBouncer)('behind PgBouncer in session mode', () => {
  test.each(purposes)('the settings are the same for %s', async (role, timeouts) => {
    const address = (await pgbouncer('session')).through(url)
    const database = connectTo(address, { role })
    for (const row of await inForce(database)) {
      expect(row).toEqual({ ...plans, ...visible, ...timeouts })
    }
    expect(await database.pooler()).toBe('session')
    expect(await namesAfterWork(database)).toEqual(['find-right'])
  })

  test('migrations run', async () => {
    const empty = await postgres.empty()
    const pooler = await startPgBouncer({ mode: 'session', url: empty })
    open.push({ close: pooler.stop })
    const database = connectTo(pooler.through(empty), { role: 'migration' })
    expect((await migrate(database)).applied).not.toEqual([])
  })
})

describe.skipIf(withoutPgBouncer)('behind PgBouncer in transaction mode', () => {
  afterEach(async () => {
    const { pathname, username } = new URL(url)
    await administer(`alter role ${username} in database ${pathname.slice(1)} reset all`)
  })

  /** The SQL that the refusal prints. */
  const printed = (message: string) => message.match(/^ {2}ALTER ROLE .*;$/gm) ?? []

  async function refusal(database: Database): Promise<string> {
    const error: unknown = await database.ping().then(
      () => undefined,
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(DatabaseSetupError)
    return error instanceof Error ? error.message : ''
  }

  test('a role without the settings is refused, with the SQL that makes them', async () => {
    const pooler = await pgbouncer('transaction')
    const { pathname, username: role } = new URL(url)
    const name = pathname.slice(1)
    const message = await refusal(connectTo(pooler.through(url)))
    expect(message).toContain('  enable_seqscan is on\n')
    expect(message).toContain('  statement_timeout is 0\n')
    expect(printed(message)).toEqual(
      [
        `search_path = "latchkey", pg_temp`,
        'enable_seqscan = off',
        'jit = off',
        `statement_timeout = '10s'`,
        `lock_timeout = '1s'`,
        `idle_in_transaction_session_timeout = '5s'`,
      ].map((setting) => `  ALTER ROLE "${role}" IN DATABASE "${name}" SET ${setting};`),
    )
    await administer(...printed(message))

    const stale = await refusal(connectTo(pooler.through(url), { pooler: 'transaction' }))
    expect(stale).toMatch(/PgBouncer: RECONNECT/)
    await pooler.reconnect()

    const database = connectTo(pooler.through(url))
    for (const row of await inForce(database)) {
      expect(row).toEqual({
        ...plans,
        search_path: 'latchkey, pg_temp',
        statement_timeout: '10s',
        lock_timeout: '1s',
        idle_in_transaction_session_timeout: '5s',
      })
    }
    expect(await database.pooler()).toBe('transaction')
    expect(await namesAfterWork(database)).toEqual([])

    // One that is gone is named alone, and one that is shorter than ours will do.
    await administer(
      `alter role ${role} in database ${name} reset jit`,
      `alter role ${role} in database ${name} set statement_timeout = '4s'`,
      `alter role ${role} in database ${name} set lock_timeout = '2s'`,
    )
    await pooler.reconnect()
    const again = await refusal(connectTo(pooler.through(url)))
    expect(printed(again)).toEqual([
      `  ALTER ROLE "${role}" IN DATABASE "${name}" SET jit = off;`,
      `  ALTER ROLE "${role}" IN DATABASE "${name}" SET lock_timeout = '1s';`,
    ])
  })

  test('another client of the pool that changes search_path leads no statement elsewhere', async () => {
    const { pathname, username: role } = new URL(url)
    const target = { role, database: pathname.slice(1) }
    await administer(...roleSettingsSql(target, roleSettings('latchkey')))
    const pooler = await pgbouncer('transaction', 1)
    const database = connectTo(pooler.through(url))
    await database.ping()
    const other = new pg.Client({ connectionString: pooler.through(url) })
    await other.connect()
    open.push({ close: () => other.end() })
    await other.query('set search_path = public')
    expect(await database.kysely.selectFrom('account').selectAll().execute()).toEqual([])
    expect(await findRight(database.kysely, newDigest())).toMatchObject({ status: 'none' })
  })

  test('nothing is set on a connection that others use next', async () => {
    const pooler = await pgbouncer('transaction')
    await refusal(connectTo(pooler.through(url)))
    const client = new pg.Client({ connectionString: pooler.through(url) })
    await client.connect()
    open.push({ close: () => client.end() })
    const { rows } = await client.query(
      `select name from pg_settings where source = 'session' and name <> 'application_name'
         and name not in ('client_encoding', 'DateStyle', 'TimeZone')`,
    )
    expect(rows).toEqual([])
  })

  test('a migration that is needed asks for DATABASE_DIRECT_URL', async () => {
    const empty = await postgres.empty()
    const pooler = await startPgBouncer({ mode: 'transaction', url: empty })
    open.push({ close: pooler.stop })
    const refused = migrate(connectTo(pooler.through(empty), { role: 'migration' }))
    await expect(refused).rejects.toThrow(DatabaseSetupError)
    await expect(refused).rejects.toThrow(/Set DATABASE_DIRECT_URL/)
    await migrate(connectTo(empty, { role: 'migration' }))
  })
})
