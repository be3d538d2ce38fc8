import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { migrationNames } from '../schema-fit.ts'
import { createStores } from '../stores.ts'
import { newAddress, newRequest, openTestPostgres } from '../testing/index.ts'
import { isUpToDate } from '../up-to-date.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { DatabaseSetupError } from './setup-error.ts'

/** What another application has, under the names of our tables, and a role that may read all of it. */
const someoneElses = `
  create table account (id serial primary key, email text unique, owner text default current_user);
  insert into account (email) values ('ada@example.test'), ('ida@example.test');
  create table session (token text primary key, account_id integer references account);
  insert into session values ('s1', 1);
  create table message (id serial primary key, body text);
  insert into message (body) values ('hello');
  create table verification (id text primary key, value text);
  insert into verification values ('v1', 'one');
  create table secret (digest text);
  create table outbox_job (id integer);
  create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
  insert into kysely_migration values ('2024-01-01-init', '2024-01-01T00:00:00.000Z');
  create table kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
  insert into kysely_migration_lock values ('migration_lock', 0);
  create schema queue;
  create table queue.job (id integer primary key, name text, state text);
  insert into queue.job values (1, 'delivery', 'created');
  create table queue.version (version integer);
  insert into queue.version values (24);
  create function public.hashtext(text) returns integer language sql as 'select 1';
  create function public.clock_timestamp() returns timestamptz language sql as $$ select 'epoch'::timestamptz $$;
`

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})
afterAll(() => postgres.close())

async function connectTo(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  open.push({ close: () => client.end() })
  return client
}

function openAt(url: string, schema = 'latchkey'): Database {
  const database = openPostgres({ url, schema, role: 'migration', maxConnections: 3 })
  open.push(database)
  return database
}

/** The rows of every relation outside `ours`, and the functions, types, schemas, extensions and role settings. */
async function everythingElse(client: pg.Client, ours: string): Promise<unknown> {
  const rowsOf = async (query: string) => (await client.query(query)).rows
  const inOthers = `join pg_namespace n on n.oid = x.space
    where nspname not in ('pg_catalog', 'information_schema', 'pg_toast', '${ours}') order by 1`
  const relations = await rowsOf(`select x.name::regclass::text, kind from (
    select oid, relnamespace, relkind from pg_class) x (name, space, kind) ${inOthers}`)
  const rows: Record<string, unknown> = {}
  for (const { name, kind } of relations) {
    // An index has no rows of its own.
    if (kind !== 'i') rows[name] = await rowsOf(`select * from ${name} order by 1`)
  }
  return {
    relations,
    rows,
    functions: await rowsOf(`select x.name::regprocedure::text, x.version from (
      select oid, pronamespace, xmin::text from pg_proc) x (name, space, version) ${inOthers}`),
    types: await rowsOf(`select x.name, x.version from (
      select typname, typnamespace, xmin::text from pg_type) x (name, space, version) ${inOthers}`),
    schemas: await rowsOf(
      `select nspname, xmin::text from pg_namespace where nspname <> '${ours}'`,
    ),
    extensions: await rowsOf('select extname from pg_extension order by 1'),
    roleSettings: await rowsOf('select * from pg_db_role_setting order by 1, 2'),
  }
}

/** A request, and its job, through the stores. */
async function work(database: Database) {
  const stores = createStores(database, { rateLimits: true })
  const address = newAddress()
  await stores.accounts.add({
    id: crypto.randomUUID(),
    address,
    passwordHash: 'hash',
    locale: undefined,
  })
  const request = newRequest({ address })
  expect(await stores.recovery.openRequest(request)).toMatchObject({ status: 'opened' })
  await stores.recovery.purge()
  return { request, emails: (await stores.accounts.list()).map(({ email }) => email) }
}

describe('installing into a database that is full of somebody else’s tables', () => {
  test('changes none of them, and none of their rows', async () => {
    const url = await postgres.empty()
    const theirs = await connectTo(url)
    await theirs.query(someoneElses)
    const before = await everythingElse(theirs, 'latchkey')

    const database = openAt(url)
    expect(await migrate(database)).toEqual({ applied: migrationNames })
    const { emails } = await work(database)
    expect(emails).toHaveLength(1)
    expect(await migrate(database)).toEqual({ applied: [] })

    expect(await everythingElse(theirs, 'latchkey')).toEqual(before)
    expect((await theirs.query('select count(*)::int from latchkey.account')).rows).toEqual([
      { count: 1 },
    ])
  })

  test('puts everything into our schema, Kysely’s tables too', async () => {
    const url = await postgres.empty()
    const client = await connectTo(url)
    const database = openAt(url)
    await migrate(database)
    const { rows } = await client.query<{ schemaname: string; tablename: string }>(
      `select schemaname, tablename from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(new Set(rows.map(({ schemaname }) => schemaname))).toEqual(new Set(['latchkey']))
    expect(rows.map(({ tablename }) => tablename)).toEqual(
      expect.arrayContaining([
        'account',
        'outbox_job',
        'kysely_migration',
        'kysely_migration_lock',
      ]),
    )
    const { rows: sees } = await sql`select current_schemas(false)::text[] as schemas`.execute(
      database.kysely,
    )
    expect(sees).toEqual([{ schemas: ['latchkey'] }])
  })

  test('is refused in a schema that is theirs', async () => {
    const url = await postgres.empty()
    const theirs = await connectTo(url)
    await theirs.query(someoneElses)
    const before = await everythingElse(theirs, 'none')
    const database = openAt(url, 'public')
    expect(await isUpToDate(database)).toBe(false)
    const refused = migrate(database)
    await expect(refused).rejects.toThrow(DatabaseSetupError)
    await expect(refused).rejects.toThrow(
      /^The schema public of the database latchkey_test_\w+ holds tables of something else \(account, .* and more\)\..* DATABASE_SCHEMA\.$/,
    )
    expect(await everythingElse(theirs, 'none')).toEqual(before)
  })
})

describe('two Latchkeys in one database', () => {
  test('do not see each other, and do not wait for each other', async () => {
    const url = await postgres.empty()
    const client = await connectTo(url)
    // One of them is migrating.
    await client.query(`select pg_advisory_lock(${0x6c617463}, hashtext('first'))`)
    const second = openAt(url, 'second')
    await migrate(second)
    await client.query('select pg_advisory_unlock_all()')
    const first = openAt(url, 'first')
    await migrate(first)

    const inFirst = await work(first)
    const inSecond = await work(second)
    expect(inFirst.emails).toEqual([inFirst.request.address.registered])
    expect(inSecond.emails).toEqual([inSecond.request.address.registered])
    for (const [schema, { request }] of [
      ['first', inFirst],
      ['second', inSecond],
    ] as const) {
      const jobs = await client.query(
        `select payload ->> 'requestId' as id from ${schema}.outbox_job`,
      )
      expect(jobs.rows).toEqual([{ id: request.id }])
    }
  })
})

describe('the rights of the role', () => {
  /** A database with a role that has no more rights than the SQL gives it. */
  async function databaseWith(rights: (role: string, name: string) => string) {
    const url = await postgres.empty()
    const role = await postgres.role()
    const name = new URL(url).pathname.slice(1)
    const admin = await connectTo(url)
    await admin.query(rights(role.name, name))
    const address = new URL(url)
    address.username = role.name
    address.password = role.password
    return { admin, role: role.name, name, connect: () => openAt(address.href) }
  }

  test.each([
    [
      'owns the database',
      (role: string, name: string) => `alter database ${name} owner to ${role}`,
    ],
    [
      'may create schemas in the database',
      (role: string, name: string) => `grant create on database ${name} to ${role}`,
    ],
    [
      'owns a schema that was made for it',
      (role: string) => `create schema latchkey authorization ${role}`,
    ],
    [
      'may make tables in a schema of another',
      (role: string) => `create schema latchkey; grant usage, create on schema latchkey to ${role}`,
    ],
    [
      'has a search_path that leads elsewhere',
      (role: string) => `create schema other; create schema latchkey authorization ${role};
        alter role ${role} set search_path = other; grant all on schema other to ${role}`,
    ],
  ])('suffice when it %s', async (_, rights) => {
    const { connect } = await databaseWith(rights)
    const database = connect()
    expect(await migrate(database)).toEqual({ applied: migrationNames })
    expect((await work(database)).emails).toHaveLength(1)
  })

  test('to create are not needed once everything is there', async () => {
    const { admin, role, name, connect } = await databaseWith(
      (who, where) => `grant create on database ${where} to ${who}`,
    )
    await migrate(connect())
    await admin.query(`revoke create on database ${name} from ${role}`)
    await admin.query(`alter schema latchkey owner to current_user`)
    await admin.query(`grant usage on schema latchkey to ${role}`)
    const database = connect()
    expect(await isUpToDate(database)).toBe(true)
    expect((await work(database)).emails).toHaveLength(1)
  })

  test('are asked for by name when it may create no schema', async () => {
    const { admin, role, name, connect } = await databaseWith(() => 'select')
    const refused = migrate(connect())
    await expect(refused).rejects.toThrow(DatabaseSetupError)
    await expect(refused).rejects.toThrow(
      `The schema latchkey does not exist, and the role ${role} may not create it in the database ${name}.\n` +
        'Run one of these as the owner of the database:\n' +
        `  CREATE SCHEMA "latchkey" AUTHORIZATION "${role}";\n` +
        `  GRANT CREATE ON DATABASE "${name}" TO "${role}";`,
    )
    await admin.query(`CREATE SCHEMA "latchkey" AUTHORIZATION "${role}"`)
    expect(await migrate(connect())).toEqual({ applied: migrationNames })
  })

  test('are asked for by name when it may create nothing in the schema', async () => {
    const { admin, role, connect } = await databaseWith(() => 'create schema latchkey')
    await expect(migrate(connect())).rejects.toThrow(
      `The role ${role} may not create tables in the schema latchkey. Run this SQL as its owner:\n` +
        `  GRANT USAGE, CREATE ON SCHEMA "latchkey" TO "${role}";`,
    )
    await admin.query(`GRANT USAGE, CREATE ON SCHEMA "latchkey" TO "${role}"`)
    expect(await migrate(connect())).toEqual({ applied: migrationNames })
  })
})
