import { Unavailable } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../connection/database.ts'
import { openPostgres } from '../../connection/postgres.ts'
import { migrate } from '../../migrate.ts'
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
} from '../../testing/index.ts'
import type { AccountFunctionsInput } from '../map/account-functions.ts'
import type { AccountMapInput } from '../map/account-map.ts'
import { readAccountFunctions, readAccountMap } from '../map/read-account-map.ts'
import { describeAccounts } from '../mapped/mapped-tables.ts'
import { trialReset } from '../mapped/trial-reset.ts'
import { useAccounts } from '../mapped/use-accounts.ts'
import { createUndoCheck } from '../undo-check.ts'
import { functionsMapOf } from './functions-map-of.ts'
import { functionsSql } from './functions-sql.ts'

/* A whole recovery by a role that may execute four functions, and see no row of the application. */

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let owner: SqlClient
let asRole: SqlClient
let role: string
let ownerDatabase: Database
let roleUrl: string
beforeAll(async () => {
  postgres = await openTestPostgres()
  const url = (await postgres.empty()) ?? ''
  owner = await openSqlClient(url)
  const made = await postgres.role()
  role = made.name
  const named = new URL(url)
  named.username = made.name
  named.password = made.password
  roleUrl = named.href
  await owner.rows(`create schema latchkey authorization ${role}`)
  ownerDatabase = openPostgres({ url, role: 'worker', maxConnections: 2 })
  const plain = openPostgres({ url: roleUrl, role: 'worker', maxConnections: 2 })
  await migrate(plain)
  await plain.close()
  asRole = await openSqlClient(roleUrl)
})
const opened: Database[] = []
afterAll(async () => {
  for (const database of opened) await database.close()
  await Promise.all([owner.close(), asRole.close(), ownerDatabase.close()])
  await postgres.close()
})

type Application = { stores: Stores; database: Database }

async function open(functions: AccountFunctionsInput): Promise<Application> {
  const read = readAccountFunctions(functions)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const plain = openPostgres({ url: roleUrl, role: 'worker', maxConnections: 8 })
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

/** Runs the script that is made from the map, as the owner of the tables. */
async function generate(input: AccountMapInput): Promise<AccountFunctionsInput> {
  const read = readAccountMap(input)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const tables = await describeAccounts(ownerDatabase, read.map)
  await owner.rows(functionsSql(read.map, tables, { role }))
  return functionsMapOf(read.map)
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

const one = async <Row>(sql: string) => (await owner.rows<Row>(sql))[0]

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
    { update: 'app.devices', by: 'user_id', set: { trusted: false } },
    { delete: 'app.resets', byEmail: 'email' },
    { because: 'epoch' },
  ],
  epoch: ['token_version'],
} satisfies AccountMapInput

const tables = `
  drop schema if exists app cascade;
  drop schema if exists latchkey_host cascade;
  create schema app;
  create table app.users (
    id bigint generated always as identity primary key, email varchar(255) not null unique,
    password varchar(60), remember_token varchar(100), lang text, deleted_at timestamp,
    email_verified_at timestamp(0), updated_at timestamp(0), tries integer not null default 0,
    token_version integer not null default 0, phone text);
  create table app.sessions (id text primary key, user_id bigint, payload text);
  create table app.tokens (id serial primary key, owner_type text, owner_id bigint);
  create table app.devices (id serial primary key, user_id bigint, trusted boolean);
  create table app.resets (email varchar(255), token text);
  insert into app.users (email, password, phone) values
    ('Ada@Example.test', 'first hash', '1'), ('grace@example.test', 'first hash', '2'),
    ('social@example.test', null, '3'), ('empty@example.test', '', '4');
  insert into app.users (email, password, deleted_at) values ('gone@example.test', 'first hash', now());
  insert into app.sessions values ('a', 1), ('b', 1), ('c', 2);
  insert into app.tokens (owner_type, owner_id) values
    ('App\\Models\\User', 1), ('App\\Models\\Team', 1), ('App\\Models\\User', 2);
  insert into app.devices (user_id, trusted) values (1, true), (2, true);
  insert into app.resets values ('Ada@Example.test', 'x'), ('grace@example.test', 'y');`

describe('the functions that are made from a map', () => {
  let app: Application
  let made: AccountFunctionsInput
  beforeEach(async () => {
    await owner.rows(tables)
    made = await generate(laravel)
    app = await open(made)
  })

  const ada = () => one<Record<string, unknown>>('select * from app.users where id = 1')

  test('the map that goes with them names no column', () => {
    expect(made).toEqual({
      functions: 'latchkey_host',
      tables: ['app.users', 'app.sessions', 'app.tokens', 'app.devices', 'app.resets'],
      password: { write: 'bcrypt' },
      sessions: [
        { because: 'function', ends: 'it deletes rows of app.sessions' },
        { because: 'function', ends: 'it deletes rows of app.tokens' },
        { because: 'function', ends: 'it updates rows of app.devices' },
        { because: 'function', ends: 'it deletes rows of app.resets' },
        { because: 'epoch' },
      ],
    })
  })

  test('a link changes the password, and exactly what the map says besides', async () => {
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
    expect(await others()).toEqual(before.others)
    expect(await owner.rows('select id from app.sessions')).toEqual([{ id: 'c' }])
    expect(await owner.rows('select id from app.tokens order by id')).toEqual([
      { id: 2 },
      { id: 3 },
    ])
    expect(await owner.rows('select user_id from app.devices where trusted')).toEqual([
      { user_id: '2' },
    ])
    expect(await owner.rows('select email from app.resets')).toEqual([
      { email: 'grace@example.test' },
    ])
    expect(await one(`select epoch from latchkey.credential_epoch where account_id = '1'`)).toEqual(
      { epoch: 1 },
    )
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

  test('the role reads no row, and calls them all the same', async () => {
    for (const statement of [
      'select password from app.users',
      'select id from app.users',
      `update app.users set password = 'x'`,
      'delete from app.sessions',
      'create function latchkey_host.host_row(text) returns int language sql as $$ select 1 $$',
      'drop function latchkey_host.host_lock(text)',
    ]) {
      await expect(asRole.rows(statement), statement).rejects.toThrow(
        /permission denied|must be owner/,
      )
    }
    const rows = await asRole.rows(`select * from latchkey_host.host_rows('{ada@example.test}')`)
    expect(rows).toMatchObject([{ id: '1', email: 'Ada@Example.test', alive: true }])
    expect(JSON.stringify(rows)).not.toContain('first hash')
  })

  test('nobody else may execute them', async () => {
    const other = await postgres.role()
    const url = new URL(roleUrl)
    url.username = other.name
    url.password = other.password
    const stranger = await openSqlClient(url.href)
    await owner.rows(`grant usage on schema latchkey_host to ${other.name}`)
    const calls = stranger.rows(`select latchkey_host.host_change('1', '', '{}')`)
    await expect(calls).rejects.toThrow(/permission denied for function host_change/)
    await stranger.close()
    await owner.rows(`revoke all on schema latchkey_host from ${other.name}`)
  })

  test('what a version was made for is written, and nothing else', async () => {
    const call = (version: string) =>
      one<{ done: boolean }>(
        `select latchkey_host.host_change('1', '${version}', '{"hash": "x"}') as done`,
      )
    expect(await call('another version')).toEqual({ done: false })
    expect(await ada()).toMatchObject({ password: 'first hash', tries: 0 })
    expect(await owner.rows('select id from app.sessions')).toHaveLength(3)
    const row = await one<{ version: string }>(`select version from latchkey_host.host_row('1')`)
    expect(await call(row?.version ?? '')).toEqual({ done: true })
    expect(await call(row?.version ?? '')).toEqual({ done: false })
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

  test('people who share an address get nothing, or the newest does', async () => {
    await owner.rows(`insert into app.users (email, password) values ('ADA@example.test', 'other')`)
    const { prepared, request } = await emailTo(app, 'ada@example.test')
    expect(prepared).toMatchObject({ status: 'suppressed', reason: 'disabled' })
    const operator = createOperator(app.database, createQueue(app.database))
    const story = await operator.findRequests({ requestId: request.id })
    expect(story?.account).toMatchObject({ sharedBy: 2 })
    const newest = await open({ ...made, duplicates: 'newest' })
    const { link } = await linkFor(newest, 'ada@example.test')
    expect(await newest.stores.recovery.changePassword(changeWith(link))).toMatchObject({
      accountId: '6',
    })
  })

  test('a domain is found in Unicode and in ASCII, and an operator finds a typing error', async () => {
    await owner.rows(`insert into app.users (email, password) values ('a@bücher.test', 'x')`)
    for (const typed of ['a@bücher.test', 'A@BÜCHER.test', 'a@xn--bcher-kva.test']) {
      expect((await emailTo(app, typed)).prepared).toMatchObject({ status: 'ready' })
    }
    const operator = createOperator(app.database, createQueue(app.database))
    expect(await operator.findNearAccounts('adda@example.test')).toEqual(['Ada@Example.test'])
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
    await app.stores.messages.prepare([preparationOf(attempt, mintedNotMe(token))])
    await owner.rows(`update app.users set password = 'thief' where id = 1`)
    const reported = await app.stores.recovery.reportNotMe(reportWith(token))
    expect(reported).toMatchObject({ status: 'reported', accountId: '1' })
    expect(await ada()).toMatchObject({ password: 'hash of a password nobody knows' })
  })

  describe('a write that is refused leaves the link valid', () => {
    const dropIt = `drop trigger no on app.users; drop function app.no()`
    test.each([
      [
        'a trigger that drops it',
        `create function app.no() returns trigger language plpgsql as 'begin return null; end';
         create trigger no before update on app.users for each row execute function app.no()`,
        dropIt,
      ],
      [
        'a trigger that raises',
        `create function app.no() returns trigger language plpgsql as 'begin raise exception ''no''; end';
         create trigger no before update on app.users for each row execute function app.no()`,
        dropIt,
      ],
      [
        'a column that is too short',
        'alter table app.users alter password type varchar(10)',
        'alter table app.users alter password type varchar(255)',
      ],
      [
        'a function that says null',
        `alter function latchkey_host.host_change(text, text, jsonb) rename to kept;
         create function latchkey_host.host_change(text, text, jsonb) returns boolean language sql as 'select null::boolean';`,
        `drop function latchkey_host.host_change(text, text, jsonb);
         alter function latchkey_host.kept(text, text, jsonb) rename to host_change`,
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

    test('and the refusal names the function and its tables', async () => {
      const { link } = await linkFor(app, 'ada@example.test')
      await owner.rows(
        `create function app.no() returns trigger language plpgsql as 'begin return null; end';
         create trigger no before update on app.users for each row execute function app.no()`,
      )
      const change = app.stores.recovery.changePassword(changeWith(link))
      await expect(change).rejects.toThrow(
        /the new password was not written to latchkey_host.host_change \(app.users, app.sessions/,
      )
    })
  })

  test('a password of before that the application writes back is found', async () => {
    const { link } = await linkFor(app, 'ada@example.test')
    const password = (await ada())?.password
    const changed = await app.stores.recovery.changePassword(changeWith(link))
    expect(changed).toMatchObject({ status: 'changed' })
    const [job] = await owner.rows<{ payload: { accountId: string; before: string } }>(
      `select payload from latchkey.outbox_job where kind = 'undo-check'`,
    )
    const look = () =>
      createUndoCheck(app.database).look({
        ...{ accountId: '', before: '', ...job?.payload },
        changedAt: new Date(),
      })
    expect(await look()).toMatchObject({ status: 'stands-so-far' })
    await owner.rows('update app.users set password = $1 where id = 1', [password])
    expect(await look()).toMatchObject({
      status: 'undone',
      table: expect.stringContaining('latchkey_host.host_change'),
    })
  })

  test('the application drops a column without being stopped, and the function says which', async () => {
    const { recovery } = app.stores
    const { link } = await linkFor(app, 'ada@example.test')
    await owner.rows('alter table app.users drop column remember_token')
    // Reading goes on.
    expect(await recovery.findRight(link)).toMatchObject({ status: 'good' })
    const change = () => recovery.changePassword(changeWith(link))
    await expect(change()).rejects.toThrow(/"remember_token".*\(in the function host_change\)/)
    await owner.rows('alter table app.users add column remember_token varchar(100)')
    expect(await change()).toMatchObject({ status: 'changed' })
  })

  test('a type that changes under prepared statements', async () => {
    const pair = await linkFor(app, 'ada@example.test')
    const { recovery } = app.stores
    const looks = () => Promise.all(Array.from({ length: 20 }, () => recovery.findRight(pair.link)))
    await looks()
    await owner.rows('alter table app.users alter email type text')
    for (const right of await looks()) expect(right).toMatchObject({ status: 'good' })
  })

  test('row-level security does not hide rows from the owner of the functions', async () => {
    const dba = (await postgres.role()).name
    await owner.rows(`do $$ declare one record; begin
      for one in select oid::regclass as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r' loop
        execute format('alter table %s owner to ${dba}', one.name);
      end loop;
      for one in select oid::regprocedure as name from pg_proc where pronamespace = 'latchkey_host'::regnamespace loop
        execute format('alter function %s owner to ${dba}', one.name);
      end loop;
      alter schema app owner to ${dba};
      alter schema latchkey_host owner to ${dba};
      alter table app.users enable row level security;
      grant usage on schema app to ${role};
      grant select on app.users to ${role};
    end $$`)
    expect(await asRole.rows('select id from app.users')).toEqual([])
    await owner.rows(`revoke all on app.users from ${role}; revoke all on schema app from ${role}`)
    const { link } = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.changePassword(changeWith(link))).toMatchObject({
      status: 'changed',
    })
    await owner.rows('drop schema app cascade; drop schema latchkey_host cascade')
  })

  test('a revocation ends links and codes of one user, or of all', async () => {
    const operator = createOperator(app.database, createQueue(app.database))
    const ours = await linkFor(app, 'ada@example.test')
    const theirs = await linkFor(app, 'grace@example.test')
    expect(await operator.revokeAccount('ada@example.test')).toMatchObject({ accounts: 1 })
    expect(await app.stores.recovery.findRight(ours.link)).toMatchObject({ status: 'none' })
    expect(await app.stores.recovery.findRight(theirs.link)).toMatchObject({ status: 'good' })
    await operator.revokeAll()
    expect(await app.stores.recovery.findRight(theirs.link)).toMatchObject({ status: 'none' })
    const again = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.changePassword(changeWith(again.link))).toMatchObject({
      status: 'changed',
    })
  })

  test('a trial calls them, and takes everything back', async () => {
    const everything = () =>
      Promise.all(
        ['users', 'sessions', 'tokens', 'devices', 'resets'].map((table) =>
          owner.rows(`select * from app.${table} order by 1, 2`),
        ),
      )
    const before = await everything()
    const of = (email: string) => trialReset(app.database, { email, columns: 'trial' })
    expect(await of('ada@example.test')).toEqual({
      ...{ status: 'tried', accountId: '1', stored: undefined },
      parts: [{ table: 'latchkey_host.host_change', what: 'calls', rows: 1, columns: [] }],
    })
    expect(await everything()).toEqual(before)
    expect(await of('nobody@example.test')).toEqual({ status: 'no-account' })
    expect(await of('gone@example.test')).toEqual({ status: 'disabled' })
    expect(await of('social@example.test')).toEqual({ status: 'no-password' })
    await owner.rows(`
      create function app.keep() returns trigger language plpgsql as 'begin new.password := old.password; return new; end';
      create trigger keep before update on app.users for each row execute function app.keep()`)
    await expect(of('ada@example.test')).rejects.toThrow(/was not written/)
  })

  test('a trial finds a host_lock that locks nothing', async () => {
    await owner.rows(`create or replace function latchkey_host.host_lock(account_id text)
      returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
      language sql volatile security definer set search_path = pg_catalog, pg_temp
      as 'select r.* from latchkey_host.host_row($1) r'`)
    const trial = { email: 'ada@example.test', columns: 'trial' }
    expect(await trialReset(app.database, trial)).toEqual({ status: 'not-locked' })
    expect(await ada()).toMatchObject({ password: 'first hash' })
  })

  test('of two links that race, one changes the password', async () => {
    for (let round = 0; round < 60; round += 1) {
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
      expect(await ada()).toMatchObject({
        password: `round ${round} ${winners[0]}`,
        tries: round + 1,
      })
    }
  })

  test('a reset that races the application’s own change does not hide it', async () => {
    for (let round = 0; round < 60; round += 1) {
      const { link } = await linkFor(app, 'ada@example.test')
      await Promise.all([
        app.stores.recovery.changePassword(changeWith(link, `reset ${round}`)),
        owner.rows(`update app.users set password = 'own ${round}' where id = 1`),
      ])
      // After the application's change the link is dead; before it, the application writes last.
      expect(await ada()).toMatchObject({ password: `own ${round}` })
    }
  })

  test('a reset that waits for the application’s change finds its link dead', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { link } = await linkFor(app, 'ada@example.test')
      await owner.rows('begin')
      await owner.rows(`update app.users set password = 'own ${round}' where id = 1`)
      const reset = app.stores.recovery.changePassword(changeWith(link))
      await waitsForALock()
      await owner.rows('commit')
      expect(await reset).toMatchObject({ status: 'none', reason: 'voided' })
      expect(await ada()).toMatchObject({ password: `own ${round}`, tries: 0 })
    }
  })

  test('a reset that waits, and whose version did not change, changes the newest row', async () => {
    const { link } = await linkFor(app, 'ada@example.test')
    await owner.rows('begin')
    await owner.rows(`update app.users set phone = '99', tries = 7 where id = 1`)
    const reset = app.stores.recovery.changePassword(changeWith(link))
    await waitsForALock()
    await owner.rows('commit')
    expect(await reset).toMatchObject({ status: 'changed' })
    expect(await ada()).toMatchObject({ password: 'second hash', phone: '99', tries: 8 })
  })
})

/** Resolves when a connection of our role waits for a row. */
async function waitsForALock(): Promise<void> {
  for (;;) {
    const waiting = await ownerDatabase.kysely
      .selectNoFrom(
        sql<number>`(select count(*)::int from pg_stat_activity where usename = ${role} and wait_event_type = 'Lock')`.as(
          'count',
        ),
      )
      .executeTakeFirstOrThrow()
    if (waiting.count > 0) return
  }
}

describe('a second table, whose parts are locked one after the other', () => {
  let app: Application
  beforeEach(async () => {
    await owner.rows(`
      drop schema if exists app cascade;
      drop schema if exists latchkey_host cascade;
      create schema app;
      create table app."User" (id uuid primary key default gen_random_uuid(), email text not null unique, "updatedAt" timestamptz);
      create table app."Account" (id serial primary key, "userId" uuid, "providerId" text, password text, salt text, "updatedAt" timestamptz);
      create table app."Session" (id serial primary key, "userId" uuid);
      insert into app."User" (email) values ('ada@example.test'), ('social@example.test');
      insert into app."Account" ("userId", "providerId", password, salt)
        select id, 'credential', 'first hash', 'first salt' from app."User" where email like 'ada%';
      insert into app."Account" ("userId", "providerId") select id, 'github' from app."User";
      insert into app."Session" ("userId") select id from app."User"`)
    app = await open(
      await generate({
        users: { table: 'app.User', id: 'id', email: 'email', match: 'exact' },
        password: {
          table: 'app.Account',
          join: { userId: 'id' },
          where: { providerId: 'credential' },
          columns: { hash: 'password', salt: 'salt' },
          write: 'payload',
          onChange: { updatedAt: 'now' },
        },
        onChange: { updatedAt: 'now' },
        sessions: [{ delete: 'app.Session', by: 'userId' }],
      }),
    )
  })
  const stored = (hash: string) => JSON.stringify({ hash, salt: `salt of ${hash}` })
  const passwords = () =>
    owner.rows('select password, salt from app."Account" where "providerId" = \'credential\'')

  test('both parts are written, and both rows of the user', async () => {
    const { link } = await linkFor(app, 'ada@example.test')
    expect(
      await app.stores.recovery.changePassword(changeWith(link, stored('second'))),
    ).toMatchObject({ status: 'changed' })
    expect(await passwords()).toEqual([{ password: 'second', salt: 'salt of second' }])
    expect(await owner.rows('select email from app."User" where "updatedAt" is not null')).toEqual([
      { email: 'ada@example.test' },
    ])
    expect(await owner.rows('select id from app."Session"')).toHaveLength(1)
    expect((await emailTo(app, 'social@example.test')).prepared).toMatchObject({
      kind: 'no-password',
    })
  })

  test('a password that is there twice is written nowhere', async () => {
    const { link } = await linkFor(app, 'ada@example.test')
    await owner.rows(`insert into app."Account" ("userId", "providerId", password, salt)
      select id, 'credential', 'first hash', 'first salt' from app."User" where email like 'ada%'`)
    const before = await passwords()
    const change = app.stores.recovery.changePassword(changeWith(link, stored('second')))
    await expect(change).rejects.toThrow(Unavailable)
    expect(await passwords()).toEqual(before)
  })

  test('a reset that races the application’s own change does not hide it', async () => {
    for (let round = 0; round < 60; round += 1) {
      const { link } = await linkFor(app, 'ada@example.test')
      await Promise.all([
        app.stores.recovery.changePassword(changeWith(link, stored(`reset ${round}`))),
        owner.rows(
          `update app."Account" set password = 'own ${round}' where "providerId" = 'credential'`,
        ),
      ])
      expect(await passwords()).toMatchObject([{ password: `own ${round}` }])
    }
  })
})

/* What no map can say: the key has two columns, the password is deep in JSON, and there is a list of former ones. */
const byHand = `
  drop schema if exists app cascade;
  drop schema if exists latchkey_host cascade;
  create schema app;
  create table app.members (
    tenant text, number integer, mail text, hidden boolean not null default false, auth jsonb not null,
    primary key (tenant, number));
  create table app.former (tenant text, number integer, hash text);
  create table app.logins (tenant text, number integer, cookie text);
  insert into app.members values
    ('acme', 1, 'ada@example.test', false, '{"local": {"secrets": [{"hash": "first hash"}]}}'),
    ('acme', 2, 'grace@example.test', false, '{"saml": true}'),
    ('zeta', 1, 'ada@zeta.test', false, '{"local": {"secrets": [{"hash": "first hash"}]}}');
  insert into app.logins values ('acme', 1, 'a'), ('zeta', 1, 'b');
  alter table app.members enable row level security;

  create schema latchkey_host;
  grant usage on schema latchkey_host to ROLE;
  create function latchkey_host.host_row(account_id text)
    returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.tenant || '/' || m.number, m.mail, not m.hidden,
      m.auth #>> '{local,secrets,0,hash}' is not null, null::text,
      encode(sha256(convert_to(concat_ws('|', m.mail, m.auth #>> '{local,secrets,0,hash}'), 'UTF8')), 'hex')
    from app.members m
    where m.tenant = split_part($1, '/', 1) and m.number::text = split_part($1, '/', 2)
  $$;
  create function latchkey_host.host_rows(addresses text[])
    returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select r.* from app.members m cross join lateral latchkey_host.host_row(m.tenant || '/' || m.number) r
    where lower(m.mail) = any($1)
  $$;
  create function latchkey_host.host_lock(account_id text)
    returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
  begin
    perform from app.members m
      where m.tenant = split_part(account_id, '/', 1) and m.number::text = split_part(account_id, '/', 2)
      for no key update;
    return query select r.* from latchkey_host.host_row(account_id) r;
  end $$;
  create function latchkey_host.host_change(account_id text, expected text, stored jsonb) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
  declare
    found_tenant text := split_part(account_id, '/', 1);
    found_number text := split_part(account_id, '/', 2);
  begin
    perform from latchkey_host.host_lock(account_id) r where r.alive and r.version = expected;
    if not found then return false; end if;
    insert into app.former select tenant, number, auth #>> '{local,secrets,0,hash}' from app.members m
      where m.tenant = found_tenant and m.number::text = found_number;
    update app.members m set auth = jsonb_set(auth, '{local,secrets,0,hash}', stored -> 'hash')
      where m.tenant = found_tenant and m.number::text = found_number;
    if not found then return false; end if;
    delete from app.logins l where l.tenant = found_tenant and l.number::text = found_number;
    return true;
  end $$;
  revoke all on all functions in schema latchkey_host from public;
  grant execute on all functions in schema latchkey_host to ROLE;`

describe('functions that were written by hand, for a composite key and JSON in depth', () => {
  let app: Application
  beforeEach(async () => {
    await owner.rows(byHand.replaceAll('ROLE', role))
    app = await open({
      functions: 'latchkey_host',
      tables: ['app.members', 'app.logins'],
      password: { write: 'bcrypt' },
      sessions: [{ because: 'function' }],
    })
  })
  const hashes = () =>
    owner.rows<{ key: string; hash: string }>(
      `select tenant || '/' || number as key, auth #>> '{local,secrets,0,hash}' as hash from app.members order by 1`,
    )

  test('a link changes the password of one member', async () => {
    const { link } = await linkFor(app, 'ada@example.test')
    expect(await app.stores.recovery.changePassword(changeWith(link))).toEqual({
      status: 'changed',
      accountId: 'acme/1',
    })
    expect(await hashes()).toEqual([
      { key: 'acme/1', hash: 'second hash' },
      { key: 'acme/2', hash: null },
      { key: 'zeta/1', hash: 'first hash' },
    ])
    expect(await owner.rows('select cookie from app.logins')).toEqual([{ cookie: 'b' }])
    expect(await owner.rows('select * from app.former')).toEqual([
      { tenant: 'acme', number: 1, hash: 'first hash' },
    ])
    expect((await emailTo(app, 'grace@example.test')).prepared).toMatchObject({
      kind: 'no-password',
    })
    await expect(asRole.rows('select * from app.members')).rejects.toThrow('permission denied')
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
      expect((await hashes())[0]).toMatchObject({ hash: `round ${round} ${winners[0]}` })
    }
    expect(await owner.rows('select * from app.former')).toHaveLength(50)
  })
})
