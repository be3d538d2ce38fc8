import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../connection/database.ts'
import { openPostgres } from '../../connection/postgres.ts'
import { openSqlClient, openTestPostgres, type SqlClient } from '../../testing/index.ts'
import type { AccountMapInput } from '../map/account-map.ts'
import { readAccountMap } from '../map/read-account-map.ts'
import { checkAccounts } from './check-accounts.ts'
import { checkPlans } from './check-plans.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let owner: SqlClient
let role: string
let database: Database
let asOwner: Database

const application = `
  drop schema if exists app cascade;
  drop schema if exists extensions cascade;
  create schema app;
  create table app.users (
    id bigint primary key, email varchar(255) not null unique, password varchar(60) not null,
    remember_token varchar(100), deleted_at timestamp, updated_at timestamp(0), phone text);
  create table app.sessions (id text primary key, user_id bigint, payload text);
  create index on app.sessions (user_id);
  create index on app.users (lower(email));`

const rights = `
  grant usage on schema app to ROLE;
  grant select (id, email, password, deleted_at), update (password, remember_token, updated_at) on app.users to ROLE;
  grant select (user_id), delete on app.sessions to ROLE;`

const map = {
  users: { table: 'app.users', id: 'id', email: 'email', alive: { deleted_at: null } },
  password: { columns: { hash: 'password' }, write: 'bcrypt', prefix: '2y', cost: 12 },
  onChange: { remember_token: { random: 60 }, updated_at: 'now' },
  sessions: [{ delete: 'app.sessions', by: 'user_id' }],
} satisfies AccountMapInput

beforeAll(async () => {
  postgres = await openTestPostgres()
  const url = (await postgres.fresh()).url ?? ''
  const made = await postgres.role()
  role = made.name
  const asRole = new URL(url)
  asRole.username = made.name
  asRole.password = made.password
  owner = await openSqlClient(url)
  asOwner = openPostgres({ url, role: 'web', maxConnections: 2 })
  database = openPostgres({ url: asRole.href, role: 'web', maxConnections: 2 })
})

beforeEach(async () => {
  await owner.rows(application)
  await owner.rows(rights.replaceAll('ROLE', role))
})

afterAll(async () => {
  await Promise.all([owner.close(), database.close(), asOwner.close()])
  await postgres.close()
})

function read(change: Partial<Record<keyof AccountMapInput, unknown>> = {}) {
  const parsed = readAccountMap({ ...map, ...change })
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.map
}

/** Every finding as `severity about: says`. */
async function check(change?: Partial<Record<keyof AccountMapInput, unknown>>, hash = 60) {
  const findings = await checkAccounts(database, read(change), { lengths: { hash } })
  return findings.map(({ severity, about, says }) => `${severity} ${about}: ${says}`)
}

test('nothing is wrong with a map that fits and a role that may do what is mapped', async () => {
  expect(await check()).toEqual([])
  expect(await checkPlans(database, read())).toEqual([])
})

describe('a map that does not fit', () => {
  type Change = Partial<Record<keyof AccountMapInput, unknown>>
  const { users, password } = map
  test.each<[string, string[], Change]>([
    [
      'another schema',
      ['problem shop.users: The schema shop does not exist'],
      { users: { ...users, table: 'shop.users' } },
    ],
    [
      'another table',
      ['problem app.people: There is no such table'],
      { users: { ...users, table: 'app.people' } },
    ],
    [
      'a table of Latchkey',
      [
        "problem latchkey.account: The schema latchkey is Latchkey's own, and users names a table in it",
      ],
      { users: { ...users, table: 'latchkey.account' } },
    ],
    [
      'a column in another case',
      ['problem app.users (Deleted_At): There is no such column'],
      { users: { ...users, alive: { Deleted_At: null } } },
    ],
    [
      'an id that is not unique',
      [expect.stringContaining('problem app.users (phone): No unique index')],
      { users: { ...users, id: 'phone' } },
    ],
    [
      'an address that is a time',
      [
        expect.stringContaining(
          'problem app.users (updated_at): Its type is timestamp(0) without time zone, and an address',
        ),
      ],
      { users: { ...users, email: 'updated_at' }, onChange: {} },
    ],
    [
      'a time that is a text',
      ['problem app.users (email): Its type is character varying(255), and "past" is for times'],
      { users: { ...users, alive: { email: { past: true } } } },
    ],
    [
      'null where it is not allowed, a number that is none, and more random letters than fit',
      [
        'problem app.users (remember_token): It holds 100 characters, and the map writes 200',
        'problem app.users (updated_at): Its type is timestamp(0) without time zone, which cannot be counted up',
        'problem app.users (email): The map writes null, and the column is not null',
      ],
      {
        users: { ...users, email: 'phone' },
        onChange: { remember_token: { random: 200 }, updated_at: { increment: 1 }, email: null },
      },
    ],
    [
      'citext that is none',
      [
        'problem app.users (email): The map says "match": "citext", and its type is character varying(255)',
      ],
      { users: { ...users, match: 'citext' } },
    ],
    [
      'a password inside JSON that is none',
      [
        'problem app.users (password): Its type is character varying(60), and the map says that the password is inside JSON',
      ],
      { password: { ...password, columns: { hash: { column: 'password', path: ['hash'] } } } },
    ],
  ])('%s', async (_name, expected, change) => {
    const problems = (await check(change)).filter((one) => !/ The role /.test(one))
    expect(problems).toEqual(expected)
  })

  test('a hash that is longer than its column', async () => {
    expect(await check({ password: { ...password, write: 'argon2id' } }, 97)).toEqual([
      'problem app.users (password): It holds 60 characters, and argon2id writes up to 97',
    ])
  })

  test('a table that is in another schema is named', async () => {
    const [finding] = await checkAccounts(
      database,
      read({ users: { ...users, table: 'public.users' } }),
    )
    expect(finding?.todo).toContain('Did you mean app.users?')
  })
})

describe('tables that nothing can be written to', () => {
  test.each([
    [
      'alter table app.users drop column password, add password text generated always as (phone) stored',
      /computes this column/,
    ],
    [
      'alter table app.users drop constraint users_pkey, add primary key (id, email)',
      /unique only together with email/,
    ],
    ['create rule keep as on update to app.users do instead nothing', /rewrite rule keep/],
    [
      'alter table app.users enable row level security',
      /no policy lets the role \w+ select and update rows/,
    ],
    [
      'create policy see on app.users for select using (true); alter table app.users enable row level security',
      /no policy lets the role \w+ update rows/,
    ],
    [
      `alter table app.users rename to people;
       create view app.users as select * from app.people natural join (select 1 as one) more`,
      /a view through which remember_token, updated_at and password cannot be updated/,
    ],
    [
      'alter table app.users rename to people; create materialized view app.users as select * from app.people',
      /a materialized view/,
    ],
  ])('%s', async (change, said) => {
    await owner.rows(change)
    await owner.rows(`grant select, update on app.users to ${role}`)
    expect((await check()).join('\n')).toMatch(said)
  })

  test('a view of one table is as good as the table', async () => {
    await owner.rows(`alter table app.users rename to people;
      create view app.users as select id, email, password, remember_token, deleted_at, updated_at from app.people`)
    await owner.rows(rights.replaceAll('ROLE', role))
    expect(await check()).toEqual([
      expect.stringMatching(/^note app.users \(id\): The table is a view/),
    ])
  })

  test('a foreign table is in another database', async () => {
    await owner.rows(`create extension if not exists postgres_fdw;
      create server if not exists there foreign data wrapper postgres_fdw;
      drop table app.users; create foreign table app.users (id bigint, email text, password text) server there`)
    expect((await check()).join('\n')).toContain('It is a foreign table')
  })

  test('an id that is unique among the rows of users who may recover is unique enough', async () => {
    const apart = { ...map.users, alive: { kind: 'person' } }
    await owner.rows(`alter table app.users drop constraint users_pkey, add kind text, add unique (id, kind);
      grant select (kind) on app.users to ${role}`)
    expect((await check()).join('\n')).toContain('unique only together with kind')
    await owner.rows(`revoke select (deleted_at) on app.users from ${role}`)
    expect(await check({ users: apart })).toEqual([])
    await owner.rows(`alter table app.users drop constraint users_id_kind_key;
      create unique index on app.users (id) where kind = 'person'`)
    expect(await check({ users: apart })).toEqual([
      expect.stringMatching(/^warning app.users \(id\): It is unique only among some rows/),
    ])
  })

  test('the key of a partitioned table has more columns, which is a warning', async () => {
    await owner.rows(`drop table app.users; create table app.users (id bigint, email varchar(255), password varchar(60),
        remember_token varchar(100), deleted_at timestamp, updated_at timestamp(0), region text, primary key (id, region))
      partition by list (region); create table app.users_eu partition of app.users for values in ('eu');
      create index on app.users (lower(email))`)
    await owner.rows(rights.replaceAll('ROLE', role))
    expect(await check()).toEqual([
      expect.stringMatching(
        /^warning app.users \(id\): The table is partitioned.* together with region/,
      ),
    ])
    expect(await checkPlans(database, read())).toEqual([])
  })

  test('a policy for us is a warning only', async () => {
    await owner.rows(`alter table app.users enable row level security;
      create policy ours on app.users to ${role} using (true)`)
    expect(await check()).toEqual([
      expect.stringMatching(/^warning app.users: Row-level security is on/),
    ])
  })

  test('a trigger is a warning, with its name', async () => {
    await owner.rows(`create function app.hash() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger hash_again before update on app.users for each row execute function app.hash()`)
    expect(await check()).toEqual([
      expect.stringMatching(/^warning app.users: It has the trigger hash_again/),
    ])
  })
})

test('citext outside the search path needs the right to use its schema', async () => {
  await owner.rows(`create schema extensions; drop extension if exists citext; create extension citext schema extensions;
    alter table app.users alter email type extensions.citext`)
  expect(await check()).toEqual([
    expect.stringContaining(
      'Its type citext is in the schema extensions, which the role may not use',
    ),
  ])
  await owner.rows(`grant usage on schema extensions to ${role}`)
  expect(await check()).toEqual([])
  expect(await checkPlans(database, read())).toEqual([])
  // The statements compare what the map says, so an index on the type itself does not serve.
  const lower = read({ users: { ...map.users, match: 'lower' } })
  expect(await checkPlans(database, lower)).toEqual([])
  await owner.rows('drop index app.users_lower_idx')
  expect(await checkPlans(database, lower)).toHaveLength(1)
})

describe('rights', () => {
  test('that are missing are said at once, with the SQL that gives them', async () => {
    await owner.rows(`revoke all on app.users, app.sessions from ${role};
      revoke all (id, email, password, deleted_at, remember_token, updated_at) on app.users from ${role};
      revoke all (user_id) on app.sessions from ${role}; revoke usage on schema app from ${role}`)
    const findings = await checkAccounts(database, read())
    expect(findings.map(({ says }) => says)).toEqual([
      `The role ${role} may not use the schema app, and not read id, email, deleted_at and password, and not write remember_token, updated_at and password`,
      `The role ${role} may not use the schema app, and not read user_id, and not delete its rows`,
    ])
    for (const { todo = '' } of findings) {
      await owner.rows(todo.split('\n').slice(1).join('\n'))
    }
    expect(await check()).toEqual([])
  })

  test.each([
    ['grant select on app.users to ROLE', /may read phone, which/],
    ['grant update (phone, email) on app.users to ROLE', /may write email and phone, which/],
    [
      'grant insert, delete on app.users to ROLE',
      /app.users: .* may insert rows and delete rows, which/,
    ],
    ['grant select on app.sessions to public', /app.sessions: .* may read id and payload, which/],
    ['grant truncate on app.sessions to ROLE', /may truncate it, which/],
    ['alter table app.users owner to ROLE', /app.users: The role \w+ owns it/],
  ])('that Latchkey does not need: %s', async (grant, said) => {
    await owner.rows(grant.replaceAll('ROLE', role))
    const findings = await checkAccounts(database, read())
    expect(findings.map(({ severity, isMismatch }) => ({ severity, isMismatch }))).toEqual([
      { severity: 'problem', isMismatch: false },
    ])
    expect(`${findings[0]?.about}: ${findings[0]?.says}`).toMatch(said)
    await owner.rows(
      'alter table app.users owner to current_user; revoke all on app.sessions from public',
    )
  })

  test('of a superuser are too many, in one sentence', async () => {
    const findings = await checkAccounts(asOwner, read())
    expect(findings).toMatchObject([{ severity: 'problem', isMismatch: false }])
    expect(findings[0]?.says).toContain('is a superuser')
  })

  test('a users table that is only locked needs the right to update one column, and no more', async () => {
    await owner.rows(`create table app.credentials (user_id bigint unique, secret text);
      revoke update (password, remember_token, updated_at), select (password) on app.users from ${role};
      grant select, update (secret) on app.credentials to ${role}`)
    const apart = {
      users: map.users,
      password: {
        table: 'app.credentials',
        join: { user_id: 'id' },
        columns: { hash: 'secret' },
        write: 'bcrypt',
      },
      onChange: {},
    }
    expect(await check(apart)).toEqual([expect.stringContaining('may not lock its rows')])
    await owner.rows(`grant update (id) on app.users to ${role}`)
    expect(await check(apart)).toEqual([])
  })
})

describe('searches without an index', () => {
  const grow = async (table: string, rows: number) => {
    await owner.rows(
      `update pg_catalog.pg_class set reltuples = ${rows} where oid = '${table}'::regclass`,
    )
  }
  test.each([
    [5_000, 'note', 'note'],
    [200_000, 'warning', 'warning'],
    [2_000_000, 'problem', 'warning'],
  ])('of about %i rows', async (rows, severity, accepted) => {
    await owner.rows('drop index app.users_lower_idx; drop index app.sessions_user_id_idx')
    await grow('app.users', rows)
    await grow('app.sessions', rows)
    const findings = await checkPlans(database, read())
    expect(findings.map((one) => [one.severity, one.about])).toEqual([
      [severity, 'app.users'],
      [severity, 'app.sessions'],
    ])
    expect(findings[0]?.todo).toContain(
      'CREATE INDEX CONCURRENTLY ON "app"."users" (lower("email"));',
    )
    const anyway = await checkPlans(database, read(), { slowLookups: true })
    expect(anyway.map((one) => one.severity)).toEqual([accepted, accepted])
  })

  test('the index that the map counts on is the one that is looked for', async () => {
    await owner.rows('drop index app.users_lower_idx')
    expect(await checkPlans(database, read({ users: { ...map.users, match: 'exact' } }))).toEqual(
      [],
    )
    expect(await checkPlans(database, read())).toHaveLength(1)
  })
})
