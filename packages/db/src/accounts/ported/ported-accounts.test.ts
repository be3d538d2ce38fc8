import { Unavailable } from '@latchkey/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../connection/database.ts'
import { createOperator } from '../../operator/index.ts'
import { createQueue, type Queue } from '../../queue/queue.ts'
import { createStores, type Stores } from '../../stores.ts'
import {
  type ApplicationElsewhere,
  ago,
  changeWith,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newPair,
  newRequest,
  openApplicationElsewhere,
  openTestPostgres,
  preparationOf,
  reportWith,
  spendOf,
} from '../../testing/index.ts'
import { PortFailure } from './account-port.ts'
import { usePort } from './ported-accounts.ts'
import { createLateSettlement, type LateSettlement } from './settle-late.ts'

/* A whole recovery for users who are in another database, which only their application can reach. */

let application: ApplicationElsewhere
let database: Database
let stores: Stores
let queue: Queue
let late: LateSettlement
let close: () => Promise<void>
beforeAll(async () => {
  const postgres = await openTestPostgres()
  const ours = await postgres.fresh()
  const theirs = await postgres.fresh()
  await theirs.close()
  application = await openApplicationElsewhere(theirs.url ?? '')
  database = usePort(ours.database, application.port)
  stores = createStores(database, {
    rateLimits: true,
    batchTimeouts: { maxWaitMs: 60_000, maxMs: 60_000 },
  })
  queue = createQueue(database)
  late = createLateSettlement(database, { rateLimits: true })
  close = async () => {
    await application.close()
    await ours.close()
    await postgres.close()
  }
})
afterAll(() => close())
beforeEach(() => {
  delete application.faults.before
  delete application.faults.after
})

let nth = 0
const somebody = () => application.addPerson(`Ada${++nth}@example.test`)

async function emailTo(email: string) {
  const request = newRequest({ address: newAddress(email) })
  await stores.recovery.openRequest(request)
  const pair = newPair(request.id)
  const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
  const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
  const [prepared] = await stores.messages.prepare([preparationOf(attempt, mintedFrom(pair))])
  return { request, pair, prepared }
}

async function linkFor({ email }: { email: string }) {
  const { pair, prepared } = await emailTo(email)
  if (prepared?.status !== 'ready') throw new Error(`The email is ${prepared?.status}`)
  return pair
}

async function noticed({ id }: { id: number }) {
  const digest = newDigest()
  const occurredAt = new Date().toISOString()
  const job = { kind: 'password-changed', accountId: String(id), occurredAt } as const
  const attempt = { jobId: newPair('').messageId, claim: 0, queuedAt: new Date(), job }
  const [prepared] = await stores.messages.prepare([preparationOf(attempt, mintedNotMe(digest))])
  expect(prepared).toMatchObject({ status: 'ready' })
  return digest
}

const jobsOf = async (id: number) => {
  const jobs = await database.kysely
    .selectFrom('outbox_job')
    .selectAll()
    .orderBy('created_at')
    .execute()
  return jobs.filter(({ payload }) => (payload as { accountId?: string }).accountId === String(id))
}
const noticesOf = async (id: number) =>
  (await jobsOf(id)).filter(({ kind }) => kind === 'password-changed').length
const auditOf = async (id: number) =>
  (
    await database.kysely
      .selectFrom('audit_event')
      .select(['kind', 'outcome'])
      .where('account_id', '=', String(id))
      .where('kind', 'in', ['password-changed', 'not-me'])
      .execute()
  ).map(({ kind, outcome }) => `${kind} ${outcome}`)

/** What a worker does with the changes that nobody settled, as if ten seconds had passed. */
async function settleLate(secondsAgo = 10) {
  await database.kysely
    .updateTable('outbox_job')
    .set({ due_at: ago('1 second') })
    .where('kind', '=', 'settle-change')
    .execute()
  const attempts = await queue.claim(100, { 'settle-change': 100 })
  const ended = []
  for (const { jobId, job } of attempts) {
    if (job.kind !== 'settle-change') continue
    ended.push((await late.settle({ changeId: jobId, pending: job, secondsAgo })).status)
  }
  await queue.complete(attempts)
  return ended
}

const answerIsLost = async () => {
  throw new PortFailure('slow', 'no answer in time')
}

describe('a change', () => {
  test('is made by the application and settled here: one password, one notice, one audit event, no sessions', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    expect(await stores.recovery.findRight(pair.link)).toMatchObject({
      status: 'good',
      owner: { registered: ada.email },
    })
    expect(await stores.recovery.changePassword(changeWith(pair.link, 'a new one'))).toEqual({
      status: 'changed',
      accountId: String(ada.id),
    })
    expect(await application.person(ada.id)).toEqual({
      ...ada,
      password: 'hash of a new one',
      version: 2,
    })
    expect(await application.rows('select * from login where person_id = $1', [ada.id])).toEqual([])
    expect(await noticesOf(ada.id)).toBe(1)
    expect(await auditOf(ada.id)).toEqual(['password-changed changed'])
    expect((await jobsOf(ada.id)).map(({ kind }) => kind)).toEqual(['password-changed'])
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toEqual({
      status: 'none',
      reason: 'spent',
    })
  })

  test('with a code too, and the link of the same email is dead', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    const ticket = newDigest()
    expect(await stores.recovery.spendCode(spendOf(pair, ticket))).toMatchObject({
      status: 'spent',
      owner: { registered: ada.email },
    })
    expect(await stores.recovery.changePassword(changeWith(ticket))).toMatchObject({
      status: 'changed',
    })
    expect(await stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'voided' })
  })

  test('never stores the password that is passed on, nor a version as the application says it', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    const secret = 'correct horse battery staple'
    application.faults.after = answerIsLost
    await expect(stores.recovery.changePassword(changeWith(pair.link, secret))).rejects.toThrow(
      Unavailable,
    )
    for (const table of ['outbox_job', 'secret', 'audit_event'] as const) {
      const stored = JSON.stringify(await database.kysely.selectFrom(table).selectAll().execute())
      expect(stored).not.toContain(secret)
    }
    const [stored] = await database.kysely
      .selectFrom('secret')
      .select('credential_version')
      .where('digest', '=', pair.link)
      .execute()
    expect(stored?.credential_version).toMatch(/^[0-9a-f]{64}:0$/)
    expect(await settleLate()).toEqual(['changed'])
  })

  test.each([
    ['the password', `update person set password = 'other', version = version + 1 where id = $1`],
    ['the address', `update person set email = 'other-' || email where id = $1`],
    ['that it is alive', 'update person set alive = false where id = $1'],
    ['the row', 'delete from person where id = $1'],
  ])('is refused after the application changed %s, and so is the code', async (_, statement) => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    await application.rows(statement, [ada.id])
    const before = await application.person(ada.id)
    expect(await stores.recovery.findRight(pair.link)).toMatchObject({ status: 'none' })
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
      status: 'none',
    })
    expect(await stores.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
    expect(await application.person(ada.id)).toEqual(before)
    expect(await jobsOf(ada.id)).toEqual([])
  })

  test('a secret that is unknown costs no call', async () => {
    const before = { ...application.calls }
    expect(await stores.recovery.findRight(newDigest())).toMatchObject({ reason: 'unknown' })
    expect(await stores.recovery.changePassword(changeWith(newDigest()))).toMatchObject({
      reason: 'unknown',
    })
    expect(application.calls).toEqual(before)
  })
})

describe('the request path', () => {
  test('calls nobody, and a worker looks up all addresses of a batch in one call', async () => {
    const people = [await somebody(), await somebody()]
    const before = { ...application.calls }
    const requests = [...people.map(({ email }) => email), 'nobody@example.test'].map((email) =>
      newRequest({ address: newAddress(email) }),
    )
    for (const request of requests) await stores.recovery.openRequest(request)
    expect(application.calls).toEqual(before)
    const prepared = await stores.messages.prepare(
      requests.map((request) => {
        const pair = newPair(request.id)
        const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
        const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
        return preparationOf(attempt, mintedFrom(pair))
      }),
    )
    expect(prepared).toMatchObject([
      { status: 'ready', kind: 'recovery' },
      { status: 'ready', kind: 'recovery' },
      { status: 'suppressed', reason: 'no-account' },
    ])
    expect(application.calls).toEqual({ ...before, lookup: before.lookup + 1 })
  })

  test('who has no password is told so, who is disabled gets nothing, nor do two with one address', async () => {
    const social = await application.addPerson('social@example.test', null)
    expect((await emailTo(social.email)).prepared).toMatchObject({ kind: 'no-password' })
    await application.rows('update person set alive = false where id = $1', [social.id])
    expect((await emailTo(social.email)).prepared).toMatchObject({ reason: 'disabled' })
    await application.addPerson('twin@example.test')
    await application.addPerson('Twin@example.test')
    expect((await emailTo('twin@example.test')).prepared).toMatchObject({ reason: 'disabled' })
  })

  test('letters that an application folds are different people here', async () => {
    const kelvin = await application.addPerson('\u212Aate@example.test')
    expect((await emailTo('kate@example.test')).prepared).toMatchObject({ reason: 'no-account' })
    expect(kelvin.id).toBeGreaterThan(0)
  })
})

describe('when the answer of the application is missing', () => {
  test('and it made the change: the caller is told that nobody knows, and a worker settles it once', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    const other = await linkFor(ada)
    application.faults.after = answerIsLost
    await expect(stores.recovery.changePassword(changeWith(pair.link, 'new'))).rejects.toThrow(
      Unavailable,
    )
    expect((await application.person(ada.id))?.password).toBe('hash of new')
    expect(await noticesOf(ada.id)).toBe(0)
    expect(await settleLate()).toEqual(['changed'])
    expect(await settleLate()).toEqual([])
    expect(await noticesOf(ada.id)).toBe(1)
    expect(await auditOf(ada.id)).toEqual(['password-changed changed'])
    for (const { link } of [pair, other]) {
      expect(await stores.recovery.changePassword(changeWith(link))).toMatchObject({
        status: 'none',
      })
    }
  })

  test('and it did not: the link is held for as long as nobody knows, and works again afterwards', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    application.faults.before = answerIsLost
    await expect(stores.recovery.changePassword(changeWith(pair.link))).rejects.toThrow(Unavailable)
    await expect(stores.recovery.changePassword(changeWith(pair.link))).rejects.toThrow(Unavailable)
    expect(application.calls.change).toBeGreaterThan(0)
    expect(await settleLate()).toEqual(['free'])
    expect(await noticesOf(ada.id)).toBe(0)
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
      status: 'changed',
    })
    expect((await application.person(ada.id))?.version).toBe(2)
  })

  test('a change that arrives after it was called unknown is not made', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    const arrived = Promise.withResolvers<void>()
    application.faults.before = () => arrived.promise
    const first = stores.recovery.changePassword(changeWith(pair.link, 'late'))
    await expect.poll(() => jobsOf(ada.id)).toHaveLength(1)
    expect(await settleLate()).toEqual(['free'])
    arrived.resolve()
    await expect(first).rejects.toThrow('still says the same version')
    expect((await application.person(ada.id))?.version).toBe(1)
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
      status: 'changed',
    })
  })

  test('links of the new password, made before the change is settled, stay valid', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    application.faults.after = answerIsLost
    await expect(stores.recovery.changePassword(changeWith(pair.link))).rejects.toThrow(Unavailable)
    const next = await linkFor(ada)
    expect(await settleLate()).toEqual(['changed'])
    expect(await stores.recovery.findRight(next.link)).toMatchObject({ status: 'good' })
  })

  test('and no connection was made: the link is free at once', async () => {
    const ada = await somebody()
    const pair = await linkFor(ada)
    application.faults.before = async () => {
      throw new PortFailure('unreachable', 'connection refused')
    }
    await expect(stores.recovery.changePassword(changeWith(pair.link))).rejects.toThrow(Unavailable)
    expect(await jobsOf(ada.id)).toEqual([])
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
      status: 'changed',
    })
  })
})

describe('"this wasn’t me"', () => {
  test('replaces the password, voids every secret and opens a request, even after a further change', async () => {
    const ada = await somebody()
    const notice = await noticed(ada)
    await application.rows('update person set version = version + 1 where id = $1', [ada.id])
    const pair = await linkFor(ada)
    expect(await stores.recovery.findNotMe(notice)).toMatchObject({ status: 'good' })
    const report = reportWith(notice)
    expect(await stores.recovery.reportNotMe(report)).toMatchObject({
      status: 'reported',
      accountId: String(ada.id),
      codeExpiresAt: expect.any(Date),
    })
    expect((await application.person(ada.id))?.password).toContain('nobody knows')
    expect(await stores.recovery.findRight(pair.link)).toMatchObject({ status: 'none' })
    expect(await auditOf(ada.id)).toEqual(['not-me reported'])
    const request = database.kysely.selectFrom('recovery_request').selectAll()
    expect(await request.where('id', '=', report.request.id).executeTakeFirst()).toMatchObject({
      email_canonical: ada.email.toLowerCase(),
      device: 'Firefox on Windows',
    })
    expect(await stores.recovery.reportNotMe(reportWith(notice))).toMatchObject({ reason: 'spent' })
  })

  test('looks again if the thief changes the password in between', async () => {
    const ada = await somebody()
    const notice = await noticed(ada)
    application.faults.before = async () => {
      await application.rows('update person set version = version + 1 where id = $1', [ada.id])
    }
    expect(await stores.recovery.reportNotMe(reportWith(notice))).toMatchObject({
      status: 'reported',
    })
    expect((await application.person(ada.id))?.version).toBe(3)
  })

  test('is finished by a worker, with the request that lets the owner back in', async () => {
    const ada = await somebody()
    const notice = await noticed(ada)
    application.faults.after = answerIsLost
    const report = reportWith(notice)
    await expect(stores.recovery.reportNotMe(report)).rejects.toThrow(Unavailable)
    expect(await settleLate()).toEqual(['changed'])
    const jobs = await database.kysely.selectFrom('outbox_job').select('payload').execute()
    expect(jobs).toContainEqual({ payload: { requestId: report.request.id, withheld: false } })
  })
})

describe('races', () => {
  test('one link used twice at once changes once, 50 times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const ada = await somebody()
      const pair = await linkFor(ada)
      const results = await Promise.allSettled(
        ['one', 'two'].map((text) => stores.recovery.changePassword(changeWith(pair.link, text))),
      )
      const changed = results.filter(
        (result) => result.status === 'fulfilled' && result.value.status === 'changed',
      )
      expect(changed).toHaveLength(1)
      const winner = results.indexOf(changed[0] as never) === 0 ? 'one' : 'two'
      expect(await application.person(ada.id)).toMatchObject({
        password: `hash of ${winner}`,
        version: 2,
      })
      expect(await noticesOf(ada.id)).toBe(1)
    }
  })

  test('of two links of one account the second is dead, 50 times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const ada = await somebody()
      const pairs = [await linkFor(ada), await linkFor(ada)]
      const results = await Promise.allSettled(
        pairs.map(({ link }, n) => stores.recovery.changePassword(changeWith(link, `of ${n}`))),
      )
      const changed = results.findIndex(
        (result) => result.status === 'fulfilled' && result.value.status === 'changed',
      )
      expect(results).toContainEqual(
        expect.objectContaining({ value: expect.objectContaining({ status: 'none' }) }),
      )
      expect(await application.person(ada.id)).toMatchObject({
        password: `hash of of ${changed}`,
        version: 2,
      })
      expect(await noticesOf(ada.id)).toBe(1)
    }
  })

  test('a change of the application against a reset: who is told `changed` has the password, 50 times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const ada = await somebody()
      const pair = await linkFor(ada)
      const own = application.rows<{ id: number }>(
        `update person set password = 'of the application', version = version + 1
          where id = $1 and version = 1 returning id`,
        [ada.id],
      )
      const reset = stores.recovery.changePassword(changeWith(pair.link, 'reset'))
      const [changed, owned] = await Promise.all([reset, own])
      const isReset = changed.status === 'changed'
      expect(isReset).toBe(owned.length === 0)
      expect(await application.person(ada.id)).toMatchObject({
        password: isReset ? 'hash of reset' : 'of the application',
        version: 2,
      })
      expect(await noticesOf(ada.id)).toBe(isReset ? 1 : 0)
    }
  })

  test('the process that changed and a worker settle it once, 50 times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const ada = await somebody()
      const pair = await linkFor(ada)
      application.faults.after = async () => {
        settling = settleLate()
        await new Promise((resolve) => setTimeout(resolve, round % 5))
      }
      let settling: Promise<unknown> | undefined
      expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
        status: 'changed',
      })
      await settling
      expect(await noticesOf(ada.id)).toBe(1)
      expect(await auditOf(ada.id)).toEqual(['password-changed changed'])
    }
  })
})

describe('operators', () => {
  test('explain and revoke an account, and revoke everything', async () => {
    const operator = createOperator(database, queue)
    const ada = await somebody()
    const canonicalEmail = ada.email.toLowerCase()
    const { pair, request } = await emailTo(ada.email)
    const by = { canonicalEmail, addressDigests: [request.addressDigest] }
    const good = async () =>
      (await operator.findRequests(by))?.requests[0]?.secrets.some((secret) => secret.good)
    expect(await operator.findRequests(by)).toMatchObject({
      account: { id: String(ada.id), hasPassword: true, sharedBy: 1 },
    })
    expect(await operator.findRequests({ requestId: request.id })).toMatchObject({
      account: { id: String(ada.id) },
    })
    expect(await operator.findOwnedAddress(String(ada.id))).toMatchObject({
      ...{ accountId: String(ada.id), address: { canonical: canonicalEmail } },
    })
    expect(await operator.findOwnedAddress('999999999')).toBeUndefined()
    expect(await good()).toBe(true)
    expect(await operator.revokeAccount(canonicalEmail)).toMatchObject({ accounts: 1, secrets: 2 })
    expect(await good()).toBe(false)
    expect(await stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'voided' })
    const next = await linkFor(ada)
    expect(await stores.recovery.findRight(next.link)).toMatchObject({ status: 'good' })
    await operator.revokeAll()
    expect(await stores.recovery.findRight(next.link)).toMatchObject({ reason: 'voided' })
    expect(await operator.revokeAccount('nobody@example.test')).toBeUndefined()
    expect(await operator.findNearAccounts(canonicalEmail)).toEqual([])
  })
})
