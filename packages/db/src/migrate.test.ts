import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './connection/database.ts'
import { asDatabase } from './connection/embedded.ts'
import { openPostgres } from './connection/postgres.ts'
import { migrate, migrationNames, pendingMigrations } from './migrate.ts'
import { createQueue } from './queue/queue.ts'
import { emptyCluster } from './testing/empty-cluster.ts'
import { openTestPostgres } from './testing/index.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.close())

const open: Database[] = []
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
})

function kept(database: Database): Database {
  open.push(database)
  return database
}

const connect = (url: string) => kept(openPostgres({ url, role: 'migration', maxConnections: 3 }))

const ran = async ({ kysely }: Database) =>
  (await sql<{ name: string }>`select name from kysely_migration`.execute(kysely)).rows

const emptyDatabases = [
  [
    'PGlite',
    async () => kept(await asDatabase(await PGlite.create({ loadDataDir: await emptyCluster() }))),
  ],
  ['PostgreSQL', async () => connect(await postgres.empty())],
] as const

describe.each(emptyDatabases)('migrating an empty %s', (_, openEmpty) => {
  test('creates everything, and the second time changes nothing', async () => {
    const database = await openEmpty()
    expect(await pendingMigrations(database.kysely)).toEqual(migrationNames)
    const { rows: tables } = await sql`select tablename from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`.execute(database.kysely)
    expect(tables).toEqual([])
    await expect(createQueue(database).stats()).rejects.toThrow('outbox_job')

    expect(await migrate(database)).toEqual({ applied: migrationNames })
    expect(await pendingMigrations(database.kysely)).toEqual([])

    const account = { id: '00000000-0000-4000-8000-000000000001', email: 'a@b.test' }
    await database.kysely
      .insertInto('account')
      .values({ ...account, email_canonical: account.email })
      .execute()
    expect(await migrate(database)).toEqual({ applied: [] })
    expect(await database.kysely.selectFrom('account').select('email').execute()).toEqual([
      { email: 'a@b.test' },
    ])
  })
})

describe('migrating PostgreSQL', () => {
  test('from four processes at once: it runs once, and all succeed', async () => {
    for (let run = 0; run < 3; run += 1) {
      const url = await postgres.empty()
      const reports = await Promise.all(Array.from({ length: 4 }, () => migrate(connect(url))))
      expect(reports.flatMap(({ applied }) => applied)).toEqual(migrationNames)
      expect(await ran(connect(url))).toEqual(migrationNames.map((name) => ({ name })))
    }
  })

  test('again after a process died in the middle of it', async () => {
    const url = await postgres.empty()
    const doomed = new pg.Client({ connectionString: url })
    doomed.on('error', () => {})
    await doomed.connect()
    const { rows } = await doomed.query('select pg_backend_pid() as pid')
    // Holds what a migrating process holds, until its connection breaks.
    await doomed.query(`select pg_advisory_lock(${0x6c617463}, hashtext('latchkey'))`)

    let done = false
    const waiting = migrate(connect(url)).then((report) => {
      done = true
      return report
    })
    const admin = connect(url).kysely
    await expect
      .poll(async () => {
        const waits = await sql`select from pg_stat_activity where wait_event = 'advisory'`.execute(
          admin,
        )
        return waits.rows.length
      })
      .toBe(1)
    expect(done).toBe(false)
    await sql`select pg_terminate_backend(${rows[0].pid})`.execute(admin)
    expect(await waiting).toEqual({ applied: migrationNames })
  })

  test('leaves nothing of a migration that failed', async () => {
    const url = await postgres.empty()
    const database = connect(url)
    // In the way of a table in the middle of the migration: a table is a type as well.
    await sql`create schema latchkey`.execute(database.kysely)
    await sql`create domain latchkey.session as integer`.execute(database.kysely)
    await expect(migrate(database)).rejects.toThrow('already exists')
    const { rows } = await sql`select tablename from pg_tables
      where tablename in ('account', 'secret')`.execute(database.kysely)
    expect(rows).toEqual([])

    await sql`drop domain latchkey.session`.execute(database.kysely)
    expect(await migrate(database)).toEqual({ applied: migrationNames })
  })
})
