import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../connection/database.ts'
import { openPostgres } from '../../connection/postgres.ts'
import { openSqlClient, openTestPostgres, type SqlClient } from '../../testing/index.ts'
import { functionsMapOf } from '../functions/functions-map-of.ts'
import { functionsSql } from '../functions/functions-sql.ts'
import type { AccountFunctionsInput } from '../map/account-functions.ts'
import type { AccountMapInput } from '../map/account-map.ts'
import { readAccountFunctions, readAccountMap } from '../map/read-account-map.ts'
import { describeAccounts } from '../mapped/mapped-tables.ts'
import { checkAccounts } from './check-accounts.ts'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let owner: SqlClient
let role: string
let dba: string
let database: Database
let asOwner: Database

const application = `
  drop schema if exists app cascade;
  drop schema if exists latchkey_host cascade;
  create schema app;
  create table app.users (
    id bigint primary key, email varchar(255) not null unique, password varchar(60) not null,
    remember_token varchar(100), deleted_at timestamp, updated_at timestamp(0), phone text);
  create table app.sessions (id text primary key, user_id bigint, payload text);`

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
  // The owner of the tables is no superuser.
  dba = (await postgres.role()).name
  await owner.rows(`do $$ begin execute format('grant create on database %I to ${dba}', current_database()); end $$;
    grant usage on schema latchkey to ${dba}`)
  asOwner = openPostgres({ url, role: 'web', maxConnections: 2 })
  database = openPostgres({ url: asRole.href, role: 'web', maxConnections: 2 })
})

let functions: AccountFunctionsInput
beforeEach(async () => {
  await owner.rows(`set role ${dba}`)
  await owner.rows(application)
  const read = readAccountMap(map)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const tables = await describeAccounts(asOwner, read.map)
  await owner.rows(functionsSql(read.map, tables, { role }))
  functions = functionsMapOf(read.map)
})

afterAll(async () => {
  await Promise.all([owner.close(), database.close(), asOwner.close()])
  await postgres.close()
})

/** Every finding as `severity about: says`. */
async function check(change: Partial<AccountFunctionsInput> = {}, by = database) {
  const read = readAccountFunctions({ ...functions, ...change })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const findings = await checkAccounts(by, read.map)
  return findings.map(({ severity, about, says }) => `${severity} ${about}: ${says}`)
}

test('nothing is wrong with functions as they are generated, for a role that may do nothing else', async () => {
  expect(await check()).toEqual([])
})

describe('functions that are not there, or are others', () => {
  test.each([
    ['drop schema latchkey_host cascade', 'problem latchkey_host: There is no such schema'],
    [
      'revoke usage on schema latchkey_host from ROLE',
      'problem latchkey_host: The role ROLE may not use the schema',
    ],
    [
      'drop function latchkey_host.host_rows(text[])',
      'problem latchkey_host.host_rows: There is no such function',
    ],
    [
      `drop function latchkey_host.host_rows(text[]);
       create function latchkey_host.host_rows(text) returns int language sql as 'select 1'`,
      'problem latchkey_host.host_rows: It must be host_rows(addresses text[]), and there is host_rows(text)',
    ],
    [
      `drop function latchkey_host.host_change(text, text, jsonb);
       create function latchkey_host.host_change(text, text, jsonb) returns integer
         language sql security definer set search_path = pg_catalog, pg_temp as 'select 1';
       revoke all on function latchkey_host.host_change(text, text, jsonb) from public`,
      'problem latchkey_host.host_change: It returns integer, and must return boolean',
    ],
    [
      'alter function latchkey_host.host_change(text, text, jsonb) stable',
      expect.stringContaining('problem latchkey_host.host_change: It is not volatile'),
    ],
    [
      'revoke execute on function latchkey_host.host_change(text, text, jsonb) from ROLE',
      'problem latchkey_host.host_change: The role ROLE may not execute it',
    ],
  ])('%s', async (statement, expected) => {
    await owner.rows(statement.replaceAll('ROLE', role))
    const said = typeof expected === 'string' ? expected.replaceAll('ROLE', role) : expected
    expect(await check()).toEqual([said])
  })

  test('one that finds somebody for null', async () => {
    await owner.rows(`create or replace function latchkey_host.host_change(account_id text, expected text, stored jsonb)
      returns boolean language sql volatile security definer set search_path = pg_catalog, pg_temp as 'select true'`)
    expect(await check()).toEqual([
      'problem latchkey_host.host_change: For null it must find nobody and change nothing, and it does not',
    ])
  })

  test('functions in the schema of Latchkey', async () => {
    expect(await check({ functions: 'latchkey' })).toEqual([
      expect.stringContaining('problem latchkey: It is the schema of Latchkey'),
    ])
  })
})

describe('the application changes its tables, and is not stopped', () => {
  test.each([
    [
      'alter table app.users drop column remember_token',
      'host_change: It fails: column "remember_token" of relation "users" does not exist',
    ],
    [
      'alter table app.users rename column deleted_at to removed_at',
      'host_row: It fails: column u.deleted_at does not exist',
    ],
    [
      'alter table app.sessions rename column user_id to owner_id',
      'host_change: It fails: column s.user_id does not exist',
    ],
    ['drop table app.sessions', 'host_change: It fails: relation "app.sessions" does not exist'],
  ])('%s', async (statement, says) => {
    await owner.rows(statement)
    const isGone = statement.startsWith('drop')
    expect(await check()).toEqual([
      `problem latchkey_host.${says}`,
      ...(isGone ? ['warning app.sessions: "tables" names it, and there is no such table'] : []),
    ])
  })
})

describe('rights that are too many', () => {
  const lock = 'latchkey_host.host_lock(text)'
  test.each([
    [
      'grant select (password) on app.users to ROLE; grant usage on schema app to ROLE',
      'problem app.users: The role ROLE may read or write it, which it does not need: the functions do',
    ],
    [
      'create table app.other (id int); grant select on app.other to public; grant usage on schema app to public',
      'warning role ROLE: The role ROLE may read or write app.other, which Latchkey does not need',
    ],
    [`grant execute on function ${lock} to public`, 'Every role of this database may execute it'],
    [`alter function ${lock} reset search_path`, 'Its search_path is not pinned'],
    [
      `alter function ${lock} set search_path = pg_temp, pg_catalog`,
      'Its search_path is not pinned with pg_temp at the end',
    ],
    [
      `alter function ${lock} security invoker; grant usage on schema app to ROLE; grant select, update on app.users to ROLE`,
      'problem latchkey_host.host_lock: It is not security definer',
    ],
    [
      `grant create, usage on schema latchkey_host to ROLE; grant usage on schema app to ROLE; grant select, update on app.users to ROLE; reset role; alter function ${lock} owner to ROLE`,
      'problem latchkey_host.host_lock: The role ROLE owns it',
    ],
    [
      'grant create on schema latchkey_host to ROLE',
      'problem latchkey_host: The role ROLE may create objects in the schema',
    ],
    [
      `reset role; alter function ${lock} owner to current_user`,
      'warning latchkey_host.host_lock: A superuser owns it',
    ],
  ])('%s', async (statement, said) => {
    await owner.rows(statement.replaceAll('ROLE', role))
    const found = await check()
    expect(found).toContainEqual(expect.stringContaining(said.replaceAll('ROLE', role)))
  })

  test('a superuser', async () => {
    expect(await check({}, asOwner)).toEqual([
      expect.stringContaining('is a superuser: its password'),
    ])
  })
})
