import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Unavailable } from '@latchkey/core'
import { openPostgres } from '@latchkey/db'
import { freePort, openSqlClient, startPostgres } from '@latchkey/db/testing'
import { databaseAddressProblem } from '@latchkey/server/parts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeDatabaseProblem } from './database-problem.ts'

/** What a start says about a database at this address. */
async function saidAt(url: string): Promise<string> {
  const database = openPostgres({ url, role: 'worker', maxConnections: 1 })
  const error: unknown = await database.ping().then(
    () => undefined,
    (reason) => reason,
  )
  await database.close()
  return describeDatabaseProblem(error, url) ?? `nothing about ${error}`
}

describe('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  let folder: string
  let at: (role: string, database?: string, parameters?: string) => string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-hba-'))
    const rules = join(folder, 'pg_hba.conf')
    writeFileSync(
      rules,
      [
        ...['postgres', 'nobody', 'away', 'reader'].map(
          (role) => `host all ${role} 127.0.0.1/32 trust`,
        ),
        'host all asked 127.0.0.1/32 scram-sha-256',
        'host all rejected 127.0.0.1/32 reject',
        '',
      ].join('\n'),
    )
    chmodSync(folder, 0o755)
    server = await startPostgres({ settings: [`hba_file=${rules}`] })
    const client = await openSqlClient(server.url('postgres'), 'public')
    for (const statement of [
      `create role asked login password 'right'`,
      'create role away nologin',
      'create role rejected login',
      'create role reader login',
      'create role unlisted login',
      'create database closed',
      'revoke connect on database closed from public',
    ]) {
      await client.rows(statement)
    }
    await client.close()
    at = (role, database = 'postgres', parameters = '') =>
      `${server.url(database).replace('postgres@', `${role}@`)}${parameters}`
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  test.each<[string, () => string, RegExp]>([
    [
      'no such database',
      () => at('postgres', 'nodb'),
      /database "nodb" does not exist.*\n {2}CREATE DATABASE "nodb" OWNER "postgres";$/,
    ],
    [
      'no such role',
      () => at('nobody'),
      /role "nobody" does not exist.*\n {2}CREATE ROLE "nobody" LOGIN PASSWORD '…';$/,
    ],
    ['a role without login', () => at('away'), /\n {2}ALTER ROLE "away" LOGIN;$/],
    [
      'a wrong password',
      () => at('asked:swordfish%23'),
      /^PostgreSQL refused the password: password authentication failed for user "asked"\..*# is %23/,
    ],
    ['no password', () => at('asked'), /asks for a password, and DATABASE_URL has none/],
    ['a rule that rejects', () => at('rejected'), /pg_hba\.conf rejects.*sslmode=verify-full/],
    ['no rule', () => at('unlisted'), /no pg_hba\.conf entry.*sslmode=verify-full/],
    [
      'no right to connect',
      () => at('reader', 'closed'),
      /\n {2}GRANT CONNECT ON DATABASE "closed" TO "reader";/,
    ],
    [
      'no TLS',
      () => at('postgres', 'postgres', '?sslmode=require'),
      /The database server has no TLS/,
    ],
    [
      'no file of certificates',
      () => at('postgres', 'postgres', '?sslmode=verify-full&sslrootcert=/nowhere/ca.crt'),
      /^The file \/nowhere\/ca\.crt does not exist\./,
    ],
  ])('%s has a sentence with its remedy', async (_, url, says) => {
    const said = await saidAt(url())
    expect(said).toMatch(says)
    expect(said).not.toMatch(/swordfish|\n +at |SECURITY WARNING/)
  })
})

test('nothing that listens, and a host that does not exist', async () => {
  const port = await freePort()
  expect(await saidAt(`postgres://app@127.0.0.1:${port}/app`)).toBe(
    `The database does not answer: nothing listens at 127.0.0.1:${port}. Is it running, and is DATABASE_URL correct?`,
  )
  expect(await saidAt('postgres://app@db.invalid/app')).toMatch(
    /the host name db\.invalid is unknown|gives no address for db\.invalid/,
  )
})

const fromServer = (code: string, message: string) =>
  Object.assign(new Error(message), { code, severity: 'FATAL' })

test.each([
  ['08P01', 'unsupported startup parameter: extra_float_digits', /ignore_startup_parameters/],
  ['08P01', 'invalid message format', /does not speak PostgreSQL/],
  [
    '25006',
    'cannot execute CREATE SCHEMA in a read-only transaction',
    /primary server.* connected to another database, or after SET default_transaction_read_only = off/,
  ],
  ['28000', 'connection requires a valid client certificate', /sslcert=.*sslkey=/],
  ['28000', 'Peer authentication failed for user "app"', /scram-sha-256/],
  ['3F000', 'schema "latchkey" does not exist', /latchkey migrate/],
  ['42501', 'permission denied for schema auth', /GRANT USAGE, CREATE ON SCHEMA "auth" TO "app"/],
  ['42501', 'permission denied for table account', /GRANT SELECT, INSERT, UPDATE, DELETE/],
  ['42P01', 'relation "account" does not exist', /latchkey migrate/],
  ['42P05', 'prepared statement "latchkey_0" already exists', /DATABASE_POOLER=transaction/],
  ['53100', 'could not extend file', /disk of the database server is full/],
  ['53300', 'sorry, too many clients already', /max_connections/],
  ['55P03', 'canceling statement due to lock timeout', /^Another transaction .* pg_stat_activity/],
  ['57014', 'canceling statement due to statement timeout', /may hold a lock.* pg_stat_activity/],
  ['57P03', 'the database system is starting up', /Start again when/],
  ['XX000', 'Tenant or user not found', /Tenant or user not found \(SQLSTATE XX000\)/],
])('%s: %s', (code, message, says) => {
  const url = 'postgres://app:swordfish@db/app'
  for (const error of [
    fromServer(code, message),
    new Unavailable('away', { cause: fromServer(code, message) }),
  ]) {
    const said = describeDatabaseProblem(error, url)
    expect(said).toMatch(says)
    expect(said).not.toContain('swordfish')
  }
})

test('an error that no database caused is not explained', () => {
  expect(describeDatabaseProblem(new Error('The PEM is wrong'))).toBeUndefined()
  const file = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
  expect(describeDatabaseProblem(file)).toBeUndefined()
  expect(describeDatabaseProblem('text')).toBeUndefined()
})

test.each([
  ['postgres://app:p%23@db.example/app', undefined],
  ['postgres://app:p@ss@db.example/app', undefined],
  ['postgres://app:swordfish@fish#1@db.example/app', 'a #'],
  ['postgres://app:1234/fish@db.example/app', 'an @ behind the host'],
  ['postgres://app:1234?fish@db.example/app', 'an @ behind the host'],
  ['postgres://app:sword%fish@db.example/app', 'a %'],
])('the address %s contains %s', (address, says) => {
  const problem = databaseAddressProblem(address)
  if (says === undefined) expect(problem).toBeUndefined()
  else expect(problem).toContain(`contains ${says}`)
  expect(problem ?? '').not.toMatch(/swordfish|\bfish|1234/)
})
