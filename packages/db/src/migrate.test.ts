import { PGlite } from '@electric-sql/pglite'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './connection/database.ts'
import { asDatabase } from './connection/embedded.ts'
import { openPostgres } from './connection/postgres.ts'
import { migrate } from './migrate.ts'
import { buildIndex } from './migrations/build-index.ts'
import { migrations } from './migrations/index.ts'
import { createQueue } from './queue/queue.ts'
import { migrationNames, schemaFit } from './schema-fit.ts'
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
    expect((await schemaFit(database.kysely)).pending).toEqual(migrationNames)
    const { rows: tables } = await sql`select tablename from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`.execute(database.kysely)
    expect(tables).toEqual([])
    await expect(createQueue(database).stats()).rejects.toThrow('outbox_job')

    expect(await migrate(database)).toEqual({ applied: migrationNames })
    expect((await schemaFit(database.kysely)).pending).toEqual([])

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

  test('while a table is in use: nobody waits for long behind it, and it goes on when the table is free', async () => {
    const url = await postgres.empty()
    await migrate(connect(url))
    const note = { up: (db: Kysely<unknown>) => addNote(db) }
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    await holder.query('begin; select from latchkey.message for update')
    const migrating = migrate(connect(url), { migrations: { ...migrations, '0900-note': note } })

    const waits = async () => {
      const { rows } =
        await sql`select from pg_locks where not granted and locktype = 'relation'`.execute(
          connect(url).kysely,
        )
      return rows.length
    }
    // It waits for the lock, gives up, and tries once more.
    await expect.poll(waits).toBe(1)
    await expect.poll(waits).toBe(0)
    await expect.poll(waits).toBe(1)
    await holder.query('commit')
    expect(await migrating).toEqual({ applied: ['0900-note'] })
    await holder.end()
  })

  test('says who is in the way of a lock that is never given up, and changes nothing', async () => {
    const url = await postgres.empty()
    await migrate(connect(url))
    const note = { up: (db: Kysely<unknown>) => addNote(db) }
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    await holder.query('begin; select from latchkey.message for update')
    const options = { migrations: { ...migrations, '0900-note': note }, giveUpMs: 0 }
    await expect(migrate(connect(url), options)).rejects.toThrow(
      'it is held by a transaction that uses a table of Latchkey. Nothing was changed.',
    )
    await holder.query('rollback')
    await holder.end()
    expect(await ran(connect(url))).toEqual(migrationNames.map((name) => ({ name })))
  })

  test('builds an index while the table is written to, and again after an attempt that broke off', async () => {
    const url = await postgres.empty()
    const database = connect(url)
    await migrate(database)
    const index = {
      inTransaction: false,
      up: (db: Kysely<unknown>) => buildIndex(db, 'message_detail on message (detail)'),
    }
    const writer = new pg.Client({ connectionString: url })
    await writer.connect()
    await writer.query('set search_path = latchkey')
    await writer.query(`create index message_detail on message (state);
      update pg_index set indisvalid = false where indexrelid = 'message_detail'::regclass`)
    await writer.query('begin')
    await writer.query(`insert into message (id, kind, state)
      values (gen_random_uuid(), 'recovery', 'dead')`)
    const building = migrate(database, { migrations: { ...migrations, '0900-index': index } })
    const another = new pg.Client({ connectionString: url })
    await another.connect()
    await another.query(`insert into latchkey.message (id, kind, state)
      values (gen_random_uuid(), 'recovery', 'dead')`)
    await writer.query('commit')
    expect(await building).toEqual({ applied: ['0900-index'] })
    const { rows } = await another.query(
      `select indisvalid, pg_get_indexdef(indexrelid) as definition from pg_index
        where indexrelid = 'latchkey.message_detail'::regclass`,
    )
    expect(rows).toEqual([{ indisvalid: true, definition: expect.stringContaining('(detail)') }])
    const timeouts = await Promise.all(
      [1, 2, 3].map(() => sql<object>`show lock_timeout`.execute(database.kysely)),
    )
    expect(timeouts.flatMap((each) => each.rows)).toEqual(
      Array.from({ length: 3 }, () => ({ lock_timeout: '500ms' })),
    )
    await writer.end()
    await another.end()
  })
})

async function addNote(db: Kysely<unknown>): Promise<void> {
  await sql`alter table message add column note text`.execute(db)
}
