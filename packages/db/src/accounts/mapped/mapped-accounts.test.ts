import { randomUUID } from 'node:crypto'
import { Unavailable } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../connection/database.ts'
import { openPostgres } from '../../connection/postgres.ts'
import { createOperator } from '../../operator/index.ts'
import { createQueue } from '../../queue/queue.ts'
import { createStores, type Stores } from '../../stores.ts'
import {
  changeWith,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newPair,
  newRequest,
  openSqlClient,
  openTestPostgres,
  preparationOf,
  reportWith,
  type SqlClient,
  spendOf,
  tellsRowsRead,
} from '../../testing/index.ts'
import type { AccountMapInput } from '../map/account-map.ts'
import { readAccountMap } from '../map/read-account-map.ts'
import { trialReset } from './trial-reset.ts'
import { useAccounts } from './use-accounts.ts'

/* A whole recovery on the tables of two applications, each with its own kinds of keys, times and passwords. */

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let url: string
let owner: SqlClient
beforeAll(async () => {
  postgres = await openTestPostgres()
  const fresh = await postgres.fresh()
  url = fresh.url ?? ''
  owner = await openSqlClient(url)
})
const opened: Database[] = []
afterAll(async () => {
  for (const database of opened) await database.close()
  await owner.close()
  await postgres.close()
})

type Application = { stores: Stores; database: Database }

async function open(map: AccountMapInput): Promise<Application> {
  const read = readAccountMap(map)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const plain = openPostgres({ url, role: 'worker', maxConnections: 8 })
  opened.push(plain)
  const database = await useAccounts(plain, read.map)
  return {
    database,
    stores: createStores(database, {
      rateLimits: true,
      batchTimeouts: { maxWaitMs: 60_000, maxMs: 60_000 },
    }),
  }
}

/** A request for the address, and the email's secrets if one is sent. */
async function emailTo({ stores }: Application, email: string) {
  const request = newRequest({ address: newAddress(email) })
  await stores.recovery.openRequest(request)
  const pair = newPair(request.id)
  const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
  const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
  const [prepared] = await stores.messages.prepare([preparationOf(attempt, mintedFrom(pair))])
  return { request, pair, prepared }
}

async function linkFor(application: Application, email: string) {
  const { pair, prepared } = await emailTo(application, email)
  if (prepared?.status !== 'ready') throw new Error(`The email is ${prepared?.status}`)
  return pair
}

const one = async <Row>(sql: string, values: unknown[] = []) =>
  (await owner.rows<Row>(sql, values))[0]

const laravel = {
  users: {
    ...{ table: 'app.users', id: 'id', email: 'email', locale: 'lang' },
    alive: { deleted_at: null },
    verified: { column: 'email_verified_at', setOnChange: true },
  },
  password: { columns: { hash: 'password' }, usable: { hash: { not: '' } }, write: 'bcrypt' },
  onChange: { remember_token: { random: 60 }, updated_at: 'now', tries: { increment: 1 } },
  sessions: [
    { delete: 'app.sessions', by: 'user_id' },
    { delete: 'app.tokens', by: 'owner_id', where: { owner_type: 'App\\Models\\User' } },
    { delete: 'app.resets', byEmail: 'email' },
  ],
  epoch: ['token_version'],
} satisfies AccountMapInput

const inOneTable = `
  drop schema if exists app cascade;
  create schema app;
  create table app.users (
    id bigint generated always as identity primary key, email varchar(255) not null unique,
    password varchar(60), remember_token varchar(100), lang text, deleted_at timestamp,
    email_verified_at timestamp(0), updated_at timestamp(0), tries integer not null default 0,
    token_version integer not null default 0, phone text);
  create table app.sessions (id text primary key, user_id bigint, payload text);
  create table app.tokens (id serial primary key, owner_type text, owner_id bigint);
  create table app.resets (email varchar(255), token text);
  insert into app.users (email, password, phone) values
    ('Ada@Example.test', 'first hash', '1'), ('grace@example.test', 'first hash', '2'),
    ('social@example.test', null, '3'), ('empty@example.test', '', '4');
  insert into app.users (email, password, deleted_at) values ('gone@example.test', 'first hash', now());
  insert into app.sessions values ('a', 1), ('b', 1), ('c', 2);
  insert into app.tokens (owner_type, owner_id) values
    ('App\\Models\\User', 1), ('App\\Models\\Team', 1), ('App\\Models\\User', 2);
  insert into app.resets values ('Ada@Example.test', 'x'), ('grace@example.test', 'y');`

describe('users with their password in one row', () => {
  let app: Application
  beforeEach(async () => {
    await owner.rows(inOneTable)
    app = await open(laravel)
  })

  const ada = () => one<Record<string, unknown>>('select * from app.users where id = 1')

  test.for(['default', 'C'])(
    'whom an email goes to is found by the index, collation %s',
    async (collation, { skip }) => {
      skip(!(await tellsRowsRead(owner)), 'this PostgreSQL does not tell at once')
      await owner.rows(`alter table app.users alter email type varchar(255) collate "${collation}";
      create index on app.users (lower(email));
      insert into app.users (email, password) select 'many' || i || '@example.test', 'hash'
        from generate_series(1, 20000) i`)
      await owner.rows('vacuum analyze app.users')
      const read = async () => {
        await sql`select pg_stat_force_next_flush()`.execute(app.database.kysely)
        const row = await one<{ read: number }>(
          `select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
         from pg_stat_user_tables, pg_stat_clear_snapshot() where relid = 'app.users'::regclass`,
        )
        return row?.read ?? 0
      }
      app = await open({ ...laravel, users: { ...laravel.users, match: 'lower' } })
      const before = await read()
      expect((await emailTo(app, 'ada@example.test')).prepared).toMatchObject({ status: 'ready' })
      expect((await read()) - before).toBeLessThan(100)
    },
  )

  test('a link changes the password, and exactly what is mapped besides', async () => {
    const others = () => owner.rows('select * from app.users where id <> 1 order by id')
    const before = { ada: await ada(), others: await others() }
    const pair = await linkFor(app, 'ada@example.test')
    const right = await app.stores.recovery.findRight(pair.link)
    expect(right).toMatchObject({ status: 'good', owner: { registered: 'Ada@Example.test' } })

    const changed = await app.stores.recovery.changePassword(changeWith(pair.link))
    expect(changed).toEqual({ status: 'changed', accountId: '1' })
    expect(await ada()).toEqual({
      ...before.ada,
      password: 'second hash',
      remember_token: expect.stringMatching(/^[0-9a-f]{60}$/),
      email_verified_at: expect.any(Date),
      updated_at: expect.any(Date),
      tries: 1,
    })
    // In UTC, whatever the time zone of the server.
    const age = await one<{ seconds: number }>(
      `select extract(epoch from now() at time zone 'UTC' - updated_at)::int as seconds from app.users where id = 1`,
    )
    // Another zone is half an hour away, or more.
    expect(Math.abs(age?.seconds ?? Number.NaN)).toBeLessThanOrEqual(600)
    expect(await others()).toEqual(before.others)
    expect(await owner.rows('select id from app.sessions')).toEqual([{ id: 'c' }])
    expect(await owner.rows('select id from app.tokens order by id')).toEqual([
      { id: 2 },
      { id: 3 },
    ])
    expect(await owner.rows('select email from app.resets')).toEqual([
      { email: 'grace@example.test' },
    ])
    expect(await app.stores.recovery.changePassword(changeWith(pair.link))).toEqual({
      status: 'none',
      reason: 'spent',
    })
  })

  test('a code changes it too, and the link of the same email is dead', async () => {
    const pair = await linkFor(app, 'ada@example.test')
    const ticket = newDigest()
    expect(await app.stores.recovery.spendCode(spendOf(pair, ticket))).toMatchObject({
      status: 'spent',
      owner: { canonical: 'ada@example.test' },
    })
    expect(await app.stores.recovery.changePassword(changeWith(ticket))).toMatchObject({
      status: 'changed',
    })
    expect(await app.stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'voided' })
  })

  test.each([
    ['the password', `update app.users set password = 'other' where id = 1`],
    ['the address', `update app.users set email = 'ada2@example.test' where id = 1`],
    ['a column of the guard', 'update app.users set token_version = 1 where id = 1'],
    ['the row', 'delete from app.users where id = 1'],
    ['that it is alive', 'update app.users set deleted_at = now() where id = 1'],
  ])('when the application changes %s, no link or code works', async (_, statement) => {
    const pair = await linkFor(app, 'ada@example.test')
    await owner.rows(statement)
    const { recovery } = app.stores
    expect(await recovery.findRight(pair.link)).toMatchObject({ status: 'none' })
    expect(await recovery.changePassword(changeWith(pair.link))).toMatchObject({ status: 'none' })
    expect(await recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
  })

  test('who has no password here is told so, and who is deleted gets nothing', async () => {
    for (const email of ['social@example.test', 'empty@example.test']) {
      expect((await emailTo(app, email)).prepared).toMatchObject({ kind: 'no-password' })
    }
    expect((await emailTo(app, 'gone@example.test')).prepared).toMatchObject({ reason: 'disabled' })
    expect((await emailTo(app, 'nobody@example.test')).prepared).toMatchObject({
      reason: 'no-account',
    })
  })

  test('people who share an address get nothing, unless all but one are gone', async () => {
    await owner.rows(`insert into app.users (email, password) values ('ADA@example.test', 'other')`)
    const { prepared, request } = await emailTo(app, 'ada@example.test')
    expect(prepared).toMatchObject({ status: 'suppressed', reason: 'disabled' })
    const operator = createOperator(app.database, createQueue(app.database))
    const story = await operator.findRequests({ requestId: request.id })
    expect(story?.account).toMatchObject({ sharedBy: 2 })
    await owner.rows(`update app.users set deleted_at = now() where email = 'ADA@example.test'`)
    expect((await emailTo(app, 'ada@example.test')).prepared).toMatchObject({ status: 'ready' })
  })

  test('a user is found by the id, and what is no number is the id of nobody', async () => {
    const operator = createOperator(app.database, createQueue(app.database))
    const [ada] = await owner.rows<{ id: string }>(
      `select id::text from app.users where lower(email) = 'ada@example.test'`,
    )
    expect(await operator.findOwnedAddress(ada?.id ?? '')).toMatchObject({
      ...{ accountId: ada?.id, address: { canonical: 'ada@example.test' } },
    })
    for (const typed of ['ada', `${ada?.id}x`, '9'.repeat(30), '999999999', randomUUID()]) {
      expect(await operator.findOwnedAddress(typed)).toBeUndefined()
    }
  })

  test('letters that only a locale takes for the same are another address', async () => {
    await owner.rows(
      `insert into app.users (email, password) values ('\u212Aay@example.test', 'x')`,
    )
    expect((await emailTo(app, 'kay@example.test')).prepared).toMatchObject({
      reason: 'no-account',
    })
  })

  test('a domain is found in Unicode and in ASCII', async () => {
    await owner.rows(`insert into app.users (email, password) values ('a@bücher.test', 'x')`)
    for (const typed of ['a@bücher.test', 'A@BÜCHER.test', 'a@xn--bcher-kva.test']) {
      expect((await emailTo(app, typed)).prepared).toMatchObject({ status: 'ready' })
    }
    // As commands look for it.
    const trial = { email: 'a@xn--bcher-kva.test', columns: 'trial' }
    expect(await trialReset(app.database, trial)).toMatchObject({ status: 'tried' })
  })

  test('a report of a change that was not theirs sets a password nobody knows', async () => {
    const pair = await linkFor(app, 'ada@example.test')
    await app.stores.recovery.changePassword(changeWith(pair.link))
    const jobs = await owner.rows<{ id: string }>(
      `select id from outbox_job where kind = 'password-changed' and payload ->> 'accountId' = '1' order by created_at desc limit 1`,
    )
    const token = newDigest()
    const job = {
      kind: 'password-changed',
      accountId: '1',
      occurredAt: new Date().toJSON(),
    } as const
    const attempt = { jobId: jobs[0]?.id ?? '', claim: 0, queuedAt: new Date(), job }
    const [notice] = await app.stores.messages.prepare([preparationOf(attempt, mintedNotMe(token))])
    expect(notice).toMatchObject({ status: 'ready', owner: { registered: 'Ada@Example.test' } })
    // However often it was changed since.
    await owner.rows(`update app.users set password = 'thief' where id = 1`)
    const reported = await app.stores.recovery.reportNotMe(reportWith(token))
    expect(reported).toMatchObject({ status: 'reported', accountId: '1' })
    expect(await ada()).toMatchObject({ password: 'hash of a password nobody knows' })
  })

  describe('a write that is refused leaves the link valid', () => {
    test.each([
      [
        'a trigger that drops it',
        `create function app.no() returns trigger language plpgsql as 'begin return null; end';
         create trigger no before update on app.users for each row execute function app.no()`,
        'drop trigger no on app.users; drop function app.no()',
      ],
      [
        'a trigger that raises',
        `create function app.no() returns trigger language plpgsql as 'begin raise exception ''no''; end';
         create trigger no before update on app.users for each row execute function app.no()`,
        'drop trigger no on app.users; drop function app.no()',
      ],
      [
        'a column that is too short',
        'alter table app.users alter password type varchar(10)',
        'alter table app.users alter password type varchar(255)',
      ],
    ])('%s', async (_, breakIt, mendIt) => {
      const pair = await linkFor(app, 'ada@example.test')
      await owner.rows(breakIt)
      const before = await ada()
      const { recovery } = app.stores
      await expect(recovery.changePassword(changeWith(pair.link))).rejects.toThrow(Unavailable)
      expect(await ada()).toEqual(before)
      expect(await owner.rows('select id from app.sessions')).toHaveLength(3)
      await owner.rows(mendIt)
      expect(await recovery.changePassword(changeWith(pair.link))).toMatchObject({
        status: 'changed',
      })
    })

    test('a column that was renamed, until it is back', async () => {
      const pair = await linkFor(app, 'ada@example.test')
      await owner.rows('alter table app.users rename column password to secret')
      const { recovery } = app.stores
      await expect(recovery.findRight(pair.link)).rejects.toThrow(/do not fit the map/)
      await owner.rows('alter table app.users rename column secret to password')
      expect(await recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
    })

    test('a type that changes under prepared statements', async () => {
      const pair = await linkFor(app, 'ada@example.test')
      const { recovery } = app.stores
      const looks = () =>
        Promise.all(Array.from({ length: 20 }, () => recovery.findRight(pair.link)))
      await looks()
      await owner.rows('alter table app.users alter email type text')
      for (const right of await looks()) expect(right).toMatchObject({ status: 'good' })
    })
  })

  test('a revocation ends links and codes of one user, or of all, without a column of ours there', async () => {
    const operator = createOperator(app.database, createQueue(app.database))
    const ours = await linkFor(app, 'ada@example.test')
    const theirs = await linkFor(app, 'grace@example.test')
    expect(await operator.revokeAccount('ada@example.test')).toMatchObject({
      accounts: 1,
    })
    expect(await app.stores.recovery.findRight(ours.link)).toMatchObject({ status: 'none' })
    expect(await app.stores.recovery.findRight(theirs.link)).toMatchObject({ status: 'good' })
    await operator.revokeAll()
    expect(await app.stores.recovery.findRight(theirs.link)).toMatchObject({ status: 'none' })
    const again = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.findRight(again.link)).toMatchObject({ status: 'good' })
  })

  test('a trial writes everything, counts it, and takes it back', async () => {
    const everything = () =>
      Promise.all(
        ['users', 'sessions', 'tokens', 'resets'].map((table) =>
          owner.rows(`select * from app.${table} order by 1, 2`),
        ),
      )
    const before = await everything()
    const tried = await trialReset(app.database, { email: 'ada@example.test', columns: 'trial' })
    expect(tried).toEqual({
      ...{ status: 'tried', accountId: '1', stored: 'trial' },
      parts: [
        expect.objectContaining({ table: 'app.users', what: 'updates', rows: 1 }),
        { table: 'app.sessions', what: 'deletes', rows: 2, columns: [] },
        { table: 'app.tokens', what: 'deletes', rows: 1, columns: [] },
        { table: 'app.resets', what: 'deletes', rows: 1, columns: [] },
      ],
    })
    expect(await everything()).toEqual(before)
    const of = (email: string) => trialReset(app.database, { email, columns: 'trial' })
    expect(await of('nobody@example.test')).toEqual({ status: 'no-account' })
    expect(await of('gone@example.test')).toEqual({ status: 'disabled' })
    expect(await of('social@example.test')).toEqual({ status: 'no-password' })
  })

  test('of two links that race, one changes the password', async () => {
    for (let round = 0; round < 50; round += 1) {
      const pairs = [
        await linkFor(app, 'ada@example.test'),
        await linkFor(app, 'ada@example.test'),
      ] as const
      const results = await Promise.all(
        pairs.map(({ link }, n) =>
          app.stores.recovery.changePassword(changeWith(link, `round ${round} ${n}`)),
        ),
      )
      const winners = results.flatMap(({ status }, n) => (status === 'changed' ? [n] : []))
      expect(winners).toHaveLength(1)
      expect(await ada()).toMatchObject({ password: `round ${round} ${winners[0]}` })
    }
  })

  test('a reset that races the application’s own change does not hide it', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { link } = await linkFor(app, 'ada@example.test')
      await Promise.all([
        app.stores.recovery.changePassword(changeWith(link, `reset ${round}`)),
        owner.rows(`update app.users set password = 'own ${round}' where id = 1`),
      ])
      // After the application's change the link is dead; before it, the application writes last.
      expect(await ada()).toMatchObject({ password: `own ${round}` })
    }
  })
})

const apart = {
  users: { table: 'app.User', id: 'id', email: 'email' },
  password: {
    table: 'app.Account',
    join: { userId: 'id' },
    where: { providerId: 'credential' },
    columns: { hash: 'password' },
    write: 'better-auth',
    normalise: 'NFKC',
    onChange: { updatedAt: 'now' },
  },
  onChange: { updatedAt: 'now' },
  sessions: [{ delete: 'app.Session', by: 'userId' }],
} satisfies AccountMapInput

describe('users with their password in a second table', () => {
  let app: Application
  const [ada, social] = [randomUUID(), randomUUID()]
  beforeEach(async () => {
    await owner.rows(`
      drop schema if exists app cascade;
      create schema app;
      create table app."User" (id uuid primary key, email text not null unique, "updatedAt" timestamptz);
      create table app."Account" (id serial primary key, "userId" uuid, "providerId" text, password text, "updatedAt" timestamptz);
      create table app."Session" (id serial primary key, "userId" uuid);
      insert into app."User" values ('${ada}', 'ada@example.test'), ('${social}', 'social@example.test');
      insert into app."Account" ("userId", "providerId", password) values
        ('${ada}', 'github', null), ('${ada}', 'credential', 'first hash'), ('${social}', 'github', null);
      insert into app."Session" ("userId") values ('${ada}'), ('${social}')`)
    app = await open(apart)
  })
  const accounts = () =>
    owner.rows('select "userId", "providerId", password from app."Account" order by id')

  test('the row of the password is written, and no other', async () => {
    const pair = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.changePassword(changeWith(pair.link))).toEqual({
      status: 'changed',
      accountId: ada,
    })
    expect(await accounts()).toEqual([
      { userId: ada, providerId: 'github', password: null },
      { userId: ada, providerId: 'credential', password: 'second hash' },
      { userId: social, providerId: 'github', password: null },
    ])
    expect(await owner.rows('select "userId" from app."Session"')).toEqual([{ userId: social }])
    const touched = await owner.rows('select id from app."User" where "updatedAt" is not null')
    expect(touched).toEqual([{ id: ada }])
  })

  test('who signs in with another provider is told so, and gets no password', async () => {
    expect((await emailTo(app, 'social@example.test')).prepared).toMatchObject({
      kind: 'no-password',
    })
  })

  test('a link is dead when the password or the address is changed, in either table', async () => {
    for (const statement of [
      `update app."Account" set password = 'other' where "providerId" = 'credential'`,
      `update app."User" set email = 'ada3@example.test' where id = '${ada}'`,
    ]) {
      const pair = await linkFor(app, 'ada@example.test')
      await owner.rows(statement)
      expect(await app.stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
        status: 'none',
      })
    }
  })

  test('a password that is there twice is written nowhere', async () => {
    const pair = await linkFor(app, 'ada@example.test')
    await owner.rows(
      `insert into app."Account" ("userId", "providerId", password) values ('${ada}', 'credential', 'first hash')`,
    )
    const before = await accounts()
    await expect(app.stores.recovery.changePassword(changeWith(pair.link))).rejects.toThrow(
      Unavailable,
    )
    expect(await accounts()).toEqual(before)
    expect((await emailTo(app, 'ada@example.test')).prepared).toMatchObject({ reason: 'disabled' })
  })
})

test('a password of several parts, and one inside JSON', async () => {
  await owner.rows(`
    drop schema if exists app cascade;
    create schema app;
    create table app.people (id serial primary key, email text, hash text, salt text, lock_until timestamptz, seen bigint);
    create table app.identities (id text primary key, entity_id text, provider text, meta jsonb);
    insert into app.people (email, hash, salt) values ('ada@example.test', 'h', 's');
    insert into app.identities values ('i1', 'ada@example.test', 'emailpass', '{"password": "old", "other": 1}')`)
  const inParts = await open({
    users: {
      table: 'app.people',
      id: 'id',
      email: 'email',
      alive: { lock_until: { notFuture: true } },
    },
    password: { columns: { hash: 'hash', salt: 'salt' }, write: 'payload' },
    onChange: { seen: { now: 'ms' }, lock_until: null },
    sessions: [{ because: 'epoch' }],
  })
  const parts = JSON.stringify({ hash: 'new hash', salt: 'new salt' })
  const { link } = await linkFor(inParts, 'ada@example.test')
  expect(await inParts.stores.recovery.changePassword(changeWith(link, parts))).toMatchObject({
    status: 'changed',
  })
  expect(await one('select hash, salt from app.people')).toEqual({
    hash: 'new hash',
    salt: 'new salt',
  })
  const seen = await one<{ near: boolean }>(
    'select abs(seen - extract(epoch from now()) * 1000) < 5000 as near from app.people',
  )
  expect(seen?.near).toBe(true)
  expect(await one('select account_id, epoch from credential_epoch')).toEqual({
    account_id: '1',
    epoch: 1,
  })
  const trial = { email: 'ada@example.test', columns: JSON.stringify({ hash: 'h3', salt: 's3' }) }
  const tried = await trialReset(inParts.database, trial)
  expect(tried.status === 'tried' && JSON.parse(tried.stored ?? '')).toEqual({
    hash: 'h3',
    salt: 's3',
  })

  const inJson = await open({
    users: {
      table: 'app.identities',
      id: 'id',
      email: 'entity_id',
      alive: { provider: 'emailpass' },
    },
    password: { columns: { hash: { column: 'meta', path: ['password'] } }, write: 'medusa-scrypt' },
  })
  const other = await linkFor(inJson, 'ada@example.test')
  await inJson.stores.recovery.changePassword(changeWith(other.link))
  expect(await one('select meta from app.identities')).toEqual({
    meta: { password: 'second hash', other: 1 },
  })
})

test('citext is found whichever schema it is in', async () => {
  await owner.rows(`
    drop schema if exists app cascade;
    drop schema if exists extensions cascade;
    create schema extensions;
    create extension citext schema extensions;
    create schema app;
    create domain app.email as extensions.citext;
    create table app.users (id uuid primary key default gen_random_uuid(), email extensions.citext unique, password text);
    create table app.others (id text primary key, email app.email unique, password text);
    insert into app.users (email, password) values ('Ada@Example.test', 'first hash');
    insert into app.others values ('x', 'Ada@Example.test', 'first hash')`)
  for (const table of ['app.users', 'app.others']) {
    const app = await open({
      users: { table, id: 'id', email: 'email' },
      password: { columns: { hash: 'password' }, write: 'bcrypt' },
    })
    const { link } = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.changePassword(changeWith(link))).toMatchObject({
      status: 'changed',
    })
  }
})
