import { setTimeout as sleep } from 'node:timers/promises'
import {
  openSqlClient,
  type PostgresServer,
  type Replica,
  type SqlClient,
  startPostgres,
} from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './kit/server-process.ts'

/* Commands that only read, with the address of a standby, so that they cost the primary nothing. */

let primary: PostgresServer
let standby: Replica
let onPrimary: SqlClient
let onStandby: SqlClient
const secret = { LATCHKEY_SECRET: 'x'.repeat(40), SMTP_URL: 'smtp://127.0.0.1:1' }
const run = (on: PostgresServer, ...args: string[]) =>
  runCommand(args, { DATABASE_URL: on.url('latchkey'), ...secret })

beforeAll(async () => {
  primary = await startPostgres()
  await primary.createDatabase('latchkey')
  await run(primary, 'migrate')
  standby = await primary.startReplica()
  onPrimary = await openSqlClient(primary.url('latchkey'))
  onStandby = await openSqlClient(standby.url('latchkey'))
})
afterAll(async () => {
  await onPrimary?.close()
  await onStandby?.close()
  await standby?.stop()
  await primary?.stop()
})

/** An event of the audit trail, as old as this when it is committed. Resolves when the standby shows it. */
async function event(reason: string, age: string): Promise<void> {
  await onPrimary.rows(
    `insert into audit_event (at, kind, outcome, operator, reason)
     values (clock_timestamp() - $1::interval, 'revoked', 'everything', 'ada', $2)`,
    [age, reason],
  )
  for (;;) {
    const seen = await onStandby.rows('select 1 from audit_event where reason = $1', [reason])
    if (seen.length > 0) return
    await sleep(20)
  }
}

/** Of the events of these tests: the account that one of them adds has none. */
const reasonsIn = (output: string) =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).reason)
    .filter((reason) => reason !== null)

test('a standby explains and exports what the primary has written', async () => {
  await run(primary, 'user', 'add', 'ada@example.test', '--no-password')
  await event('first', '1 minute')
  const explained = await run(standby, 'explain', 'ada@example.test')
  expect([explained.code, explained.errors]).toEqual([0, ''])
  expect(explained.output).toContain('The account of ada@example.test has no password')
  const exported = await run(standby, 'audit', '--jsonl')
  expect([exported.code, reasonsIn(exported.output)]).toEqual([0, ['first']])
})

test('an export from a standby that lags leaves out what may still get neighbours', async () => {
  // Ten seconds old soon, by the clock. What the standby has replayed ends when it was younger.
  await event('second', '9 seconds')
  await onStandby.rows('select pg_wal_replay_pause()')
  await sleep(1_500)
  expect(reasonsIn((await run(primary, 'audit', '--jsonl')).output)).toEqual(['first', 'second'])
  expect(reasonsIn((await run(standby, 'audit', '--jsonl')).output)).toEqual(['first'])
  await onStandby.rows('select pg_wal_replay_resume()')
  await event('third', '0 seconds')
  expect(reasonsIn((await run(standby, 'audit', '--jsonl')).output)).toEqual(['first', 'second'])
})

test('a command that writes says that the server is a standby', async () => {
  const { code, errors } = await run(
    standby,
    'user',
    'disable',
    'ada@example.test',
    '--reason',
    'x',
  )
  expect(code).toBe(1)
  expect(errors).toMatch(/standby|primary/)
})
