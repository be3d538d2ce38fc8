import { randomUUID } from 'node:crypto'
import type { Job } from '@latchkey/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../connection/database.ts'
import { openPostgres } from '../connection/postgres.ts'
import { createOperator } from '../operator/index.ts'
import { createQueue, type Queue } from '../queue/queue.ts'
import { createStores, type Stores } from '../stores.ts'
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
} from '../testing/index.ts'
import { letTimePass } from '../testing/let-time-pass.ts'
import type { AccountMapInput } from './map/account-map.ts'
import { readAccountMap } from './map/read-account-map.ts'
import { useAccounts } from './mapped/use-accounts.ts'
import { createUndoCheck, type UndoCheck } from './undo-check.ts'

/* An application that saves whole rows writes the password back that it read before a reset. */

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
let url: string
let owner: SqlClient
const opened: Database[] = []
beforeAll(async () => {
  postgres = await openTestPostgres()
  const fresh = await postgres.fresh()
  opened.push(fresh.database)
  url = fresh.url ?? ''
  owner = await openSqlClient(url)
})
afterAll(async () => {
  for (const database of opened) await database.close()
  await owner.close()
  await postgres.close()
})

let app: { database: Database; stores: Stores; queue: Queue; undoCheck: UndoCheck }

async function open(tables: string, map?: AccountMapInput): Promise<void> {
  await owner.rows(`drop schema if exists app cascade; create schema app; ${tables}`)
  await owner.rows('delete from latchkey.outbox_job; delete from latchkey.audit_event')
  const read = map && readAccountMap(map)
  if (read && !read.ok) throw new Error(read.problems.join('\n'))
  const plain = openPostgres({ url, role: 'worker', maxConnections: 8 })
  opened.push(plain)
  const database = read ? await useAccounts(plain, read.map) : plain
  app = {
    ...{ database, queue: createQueue(database), undoCheck: createUndoCheck(database) },
    stores: createStores(database, {
      rateLimits: false,
      batchTimeouts: { maxWaitMs: 60_000, maxMs: 60_000 },
    }),
  }
}

async function linkFor(email: string) {
  const request = newRequest({ address: newAddress(email) })
  await app.stores.recovery.openRequest(request)
  const pair = newPair(request.id)
  const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
  const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
  const [prepared] = await app.stores.messages.prepare([preparationOf(attempt, mintedFrom(pair))])
  if (prepared?.status !== 'ready') throw new Error(`The email is ${prepared?.status}`)
  return pair.link
}

async function reset(email = 'ada@example.test', stored = 'second hash') {
  const changed = await app.stores.recovery.changePassword(changeWith(await linkFor(email), stored))
  expect(changed).toMatchObject({ status: 'changed' })
}

/** What every undo check that is due finds, as a worker performs it: the oldest reset first. */
async function look() {
  const found = []
  for (const attempt of await app.queue.claim(100, { 'undo-check': 100 })) {
    const { accountId, before } = attempt.job as Extract<Job, { kind: 'undo-check' }>
    const checked = await app.undoCheck.look({ accountId, before, changedAt: attempt.queuedAt })
    if (checked.status === 'stands-so-far') {
      await app.queue.release([attempt], checked.againInSeconds)
    } else await app.queue.complete([attempt])
    found.push(checked)
  }
  return found
}

const pass = (seconds: number) => letTimePass(app.database.kysely, seconds)
const checksLeft = () => owner.rows(`select from latchkey.outbox_job where kind = 'undo-check'`)
const audited = () =>
  owner.rows(`select account_id, outcome from latchkey.audit_event where kind = 'change-undone'`)

const soFar = { status: 'stands-so-far', againInSeconds: expect.any(Number) }
const undone = { status: 'undone', table: 'app.users' }

const users = {
  users: {
    ...{ table: 'app.users', id: 'id', email: 'email' },
    alive: { deleted_at: null },
  },
  password: { columns: { hash: 'password' }, write: 'bcrypt' },
  onChange: { updated_at: 'now', lock_version: { increment: 1 } },
  epoch: ['lock_version'],
} satisfies AccountMapInput

const inOneTable = `
  create table app.users (id bigint primary key, email text not null unique, password text,
    deleted_at timestamptz, updated_at timestamptz, lock_version integer not null default 0);
  insert into app.users (id, email, password) values
    (1, 'ada@example.test', 'first hash'), (2, 'grace@example.test', 'hash of grace');`

const writeBack = (hash = 'first hash') =>
  owner.rows('update app.users set password = $1, updated_at = now() where id = 1', [hash])

describe('users with their password in one row', () => {
  beforeEach(() => open(inOneTable, users))

  test('a password that is written back at once is found by the first look', async () => {
    await reset()
    await writeBack()
    expect(await look()).toEqual([undone])
    expect(await audited()).toEqual([{ account_id: '1', outcome: 'found' }])
    expect(await checksLeft()).toEqual([])
  })

  test('one that is written back after the notice is found a minute after the reset', async () => {
    await reset()
    const [first] = await look()
    expect(first).toEqual(soFar)
    const { againInSeconds } = first as { againInSeconds: number }
    expect(againInSeconds).toBeGreaterThan(30)
    expect(againInSeconds).toBeLessThanOrEqual(60)
    await writeBack()
    expect(await look()).toEqual([])
    await pass(60)
    expect(await look()).toEqual([undone])
    expect(await checksLeft()).toEqual([])
  })

  test('whatever else of the row was saved with it', async () => {
    await reset()
    await owner.rows(`update app.users set password = 'first hash', email = 'ada2@example.test',
      lock_version = 7, deleted_at = now() where id = 1`)
    expect(await look()).toEqual([undone])
  })

  test('a trigger that keeps the old password is found by the first look', async () => {
    await owner.rows(`create function app.keep() returns trigger language plpgsql
        as 'begin new.password = old.password; return new; end';
      create trigger keep before update on app.users for each row execute function app.keep()`)
    await reset()
    expect(await look()).toEqual([undone])
  })

  test('a reset that lasts is looked at twice and forgotten', async () => {
    await reset()
    expect(await look()).toEqual([soFar])
    await pass(60)
    expect(await look()).toEqual([{ status: 'stands' }])
    expect(await checksLeft()).toEqual([])
    expect(await audited()).toEqual([])
  })

  test('a worker that begins long after looks once', async () => {
    await reset()
    await writeBack()
    await pass(3_600)
    expect(await look()).toEqual([undone])
  })

  test.each([
    ['another password', `update app.users set password = 'third hash' where id = 1`],
    ['a rehash at a sign-in', `update app.users set password = '$2y$12$rehashed' where id = 1`],
    ['no password any more', 'update app.users set password = null where id = 1'],
    ['a disabled user', 'update app.users set deleted_at = now() where id = 1'],
    ['a deleted user', 'delete from app.users where id = 1'],
    [
      'the hash of somebody else',
      `update app.users set password = 'hash of grace', lock_version = 0 where id = 1`,
    ],
  ])('%s is no undo', async (_, statement) => {
    await reset()
    await owner.rows(statement)
    expect(await look()).toEqual([soFar])
    await pass(60)
    expect(await look()).toEqual([{ status: 'stands' }])
    expect(await audited()).toEqual([])
  })

  test('a revocation in between neither hides an undo nor looks like one', async () => {
    const operator = createOperator(app.database, app.queue)
    await reset()
    await operator.revokeAccount('ada@example.test')
    await operator.revokeAll()
    expect(await look()).toEqual([soFar])
    await writeBack()
    await operator.revokeAccount('ada@example.test')
    await pass(60)
    expect(await look()).toEqual([undone])
  })

  test('a second reset is no undo of the first, and each is found by its own former password', async () => {
    await reset('ada@example.test', 'second hash')
    await reset('ada@example.test', 'third hash')
    expect(await look()).toEqual([soFar, soFar])
    await writeBack('second hash')
    await pass(60)
    expect(await look()).toEqual([{ status: 'stands' }, undone])
  })

  test('the password of before both resets is found too', async () => {
    await reset('ada@example.test', 'second hash')
    await reset('ada@example.test', 'third hash')
    await writeBack('first hash')
    expect(await look()).toEqual([undone, soFar])
  })

  test('a thief’s password that comes back after the owner reported it is found', async () => {
    await reset('ada@example.test', 'hash of a thief')
    const token = newDigest()
    const [notice] = (await app.queue.claim(100, { 'password-changed': 100 })) as never[]
    if (!notice) throw new Error('There is no notice')
    await app.stores.messages.prepare([preparationOf(notice, mintedNotMe(token))])
    expect(await app.stores.recovery.reportNotMe(reportWith(token))).toMatchObject({
      status: 'reported',
    })
    await writeBack('hash of a thief')
    expect(await look()).toEqual([soFar, undone])
  })

  test('a report for a user whose password was removed remembers none', async () => {
    await reset()
    const token = newDigest()
    const [notice] = (await app.queue.claim(100, { 'password-changed': 100 })) as never[]
    if (!notice) throw new Error('There is no notice')
    await app.stores.messages.prepare([preparationOf(notice, mintedNotMe(token))])
    await owner.rows('update app.users set password = null where id = 1')
    await app.stores.recovery.reportNotMe(reportWith(token))
    expect(await checksLeft()).toHaveLength(1)
  })

  test('a reset that is refused leaves no check behind', async () => {
    const link = await linkFor('ada@example.test')
    await owner.rows(`create function app.no() returns trigger language plpgsql as 'begin return null; end';
      create trigger no before update on app.users for each row execute function app.no()`)
    await expect(app.stores.recovery.changePassword(changeWith(link))).rejects.toThrow()
    expect(await checksLeft()).toEqual([])
  })

  test('what is remembered contains no hash and no address', async () => {
    await reset()
    const [row] = await owner.rows<{ payload: object }>(
      `select payload from latchkey.outbox_job where kind = 'undo-check'`,
    )
    expect(row?.payload).toEqual({
      accountId: '1',
      before: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('tables that do not fit are an outage, and the check is still there', async () => {
    await reset()
    await owner.rows('alter table app.users rename column password to secret')
    await expect(look()).rejects.toThrow(/do not fit the map/)
    await owner.rows('alter table app.users rename column secret to password')
    await app.queue.takeOver('everybody')
    expect(await look()).toEqual([soFar])
  })

  test('the operator is told with the requests of the address', async () => {
    const operator = createOperator(app.database, app.queue)
    const story = () =>
      operator.findRequests({ canonicalEmail: 'ada@example.test', addressDigests: [digest] })
    const request = newRequest({ address: newAddress('ada@example.test') })
    const digest = request.addressDigest
    await app.stores.recovery.openRequest(request)
    await reset()
    expect((await story())?.undoneAt).toEqual([])
    await writeBack()
    await look()
    expect((await story())?.undoneAt).toEqual([expect.any(Date)])
  })

  test('a save that races the reset is found if and only if it won', async () => {
    let undos = 0
    for (let round = 0; round < 60; round += 1) {
      await owner.rows(`update app.users set password = 'before ${round}' where id = 1`)
      const link = await linkFor('ada@example.test')
      await Promise.all([
        app.stores.recovery.changePassword(changeWith(link, `reset ${round}`)),
        owner.rows(`update app.users set password = 'before ${round}' where id = 1`),
      ])
      const [row] = await owner.rows<{ password: string }>(
        'select password from app.users where id = 1',
      )
      const isBack = row?.password === `before ${round}`
      if (isBack) undos += 1
      expect(await look()).toEqual([isBack ? undone : soFar])
      await owner.rows(`delete from latchkey.outbox_job`)
    }
    expect(await audited()).toHaveLength(undos)
  })
})

test('the password in a second table is found whatever became of the users’ row', async () => {
  const [ada, other] = [randomUUID(), randomUUID()]
  await open(
    `create table app."User" (id uuid primary key, email text not null unique, stamp text);
     create table app."Account" (id serial primary key, "userId" uuid, "providerId" text, password text);
     insert into app."User" values ('${ada}', 'ada@example.test', 'a'), ('${other}', 'grace@example.test', 'b');
     insert into app."Account" ("userId", "providerId", password) values
       ('${ada}', 'github', 'first hash'), ('${ada}', 'credential', 'first hash'), ('${other}', 'credential', 'first hash')`,
    {
      users: { table: 'app.User', id: 'id', email: 'email' },
      password: {
        ...{ table: 'app.Account', join: { userId: 'id' }, where: { providerId: 'credential' } },
        ...{ columns: { hash: 'password' }, write: 'better-auth' },
      },
      onChange: { stamp: { uuid: true } },
      epoch: ['stamp'],
    },
  )
  await reset()
  expect(await look()).toEqual([soFar])
  // The stamp stays the new one: the application saved the row of the password alone.
  await owner.rows(
    `update app."Account" set password = 'first hash' where "providerId" = 'credential'`,
  )
  await pass(60)
  expect(await look()).toEqual([{ status: 'undone', table: 'app.Account, app.User' }])
  expect(await audited()).toEqual([{ account_id: ada, outcome: 'found' }])
})

test('a password of several parts is back when all of them are', async () => {
  await open(
    `create table app.people (id serial primary key, email text, hash text, salt text);
     insert into app.people (email, hash, salt) values ('ada@example.test', 'h', 's')`,
    {
      users: { table: 'app.people', id: 'id', email: 'email' },
      password: { columns: { hash: 'hash', salt: 'salt' }, write: 'payload' },
    },
  )
  await reset('ada@example.test', JSON.stringify({ hash: 'h2', salt: 's2' }))
  await owner.rows(`update app.people set hash = 'h'`)
  expect(await look()).toEqual([soFar])
  await owner.rows(`update app.people set salt = 's'`)
  await pass(60)
  expect(await look()).toEqual([{ status: 'undone', table: 'app.people' }])
})

test('accounts of our own are not looked at, nor is what a former map left', async () => {
  await open('')
  const account = { id: randomUUID(), address: newAddress('native@example.test') }
  await app.stores.accounts.add({ ...account, passwordHash: 'first hash', locale: undefined })
  await reset('native@example.test')
  expect(await checksLeft()).toEqual([])
  const left = { accountId: '1', before: 'a digest', changedAt: new Date() }
  expect(await app.undoCheck.look(left)).toEqual({ status: 'stands' })
})
