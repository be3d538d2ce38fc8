import { randomUUID } from 'node:crypto'
import { Unavailable } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createStores, type Stores } from '../stores.ts'
import {
  changeWith,
  charge,
  guessLimit,
  holdOpen,
  mintedFrom,
  newDigest,
  newPair,
  newRequest,
  newSubjects,
  openTestPostgres,
  openWire,
  type PostgresServer,
  preparationOf,
  spendOf,
} from '../testing/index.ts'
import { openPostgres } from './postgres.ts'
import { isAway } from './unavailable.ts'

/** Every method of every store, called once. */
function everyMethod({ recovery, messages, accounts, sessions, limiter }: Stores) {
  const request = newRequest()
  const pair = newPair(request.id)
  const { charges } = request
  const name = request.address.canonical
  const account = { id: randomUUID(), address: request.address }
  const session = {
    tokenDigest: newDigest(),
    accountId: account.id,
    credentialVersion: 1,
    idleMinutes: 1,
    absoluteMinutes: 1,
    clientDigest: newDigest(),
    ...newSubjects(),
  }
  const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
  const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
  return {
    openRequest: () => recovery.openRequest(request),
    resend: () => recovery.resend({ requestId: request.id, charges, codeLifetimeMinutes: 10 }),
    chargeGuess: () => recovery.chargeGuess(request.id, guessLimit),
    chargeGuessByAddress: () => recovery.chargeGuessByAddress(newDigest(), guessLimit),
    findCode: () => recovery.findCode([{ requestId: pair.requestId, codeDigests: [pair.code] }]),
    recordRefusal: () =>
      recovery.recordRefusal({
        kind: 'code-verified',
        requestId: request.id,
        clientDigest: newDigest(),
      }),
    refundGuess: () => recovery.refundGuess(request.id),
    spendCode: () => recovery.spendCode(spendOf(pair)),
    findRight: () => recovery.findRight(pair.link),
    changePassword: () => recovery.changePassword(changeWith(pair.link)),
    purge: () => recovery.purge(),
    prepare: () => messages.prepare([preparationOf(attempt, mintedFrom(pair))]),
    record: () => messages.record([{ attempt, status: 'handed-over', answer: '250 ok' }]),
    add: () => accounts.add({ ...account, passwordHash: 'hash', locale: undefined }),
    list: () => accounts.list(),
    findForSignIn: () => accounts.findForSignIn(name),
    rehash: () => accounts.rehash(account.id, 'old', 'new'),
    openSession: () => sessions.open(session),
    findSession: () => sessions.find(session.tokenDigest, 1),
    endSession: () => sessions.end(session),
    recordSignInFailure: () =>
      sessions.recordFailure({ addressDigest: newDigest(), clientDigest: newDigest() }),
    chargeOne: () => limiter.charge([charge(5)]),
    chargeSome: () => limiter.charge([charge(5), charge(5)]),
  }
}

describe('when PostgreSQL is away', () => {
  let server: PostgresServer
  let close: () => Promise<void>
  let url: string
  beforeAll(async () => {
    // A server of our own even where another is given: this one is killed.
    vi.stubEnv('TEST_DATABASE_URL', undefined)
    const postgres = await openTestPostgres()
    vi.unstubAllEnvs()
    if (!postgres.server) throw new Error('no server of our own')
    server = postgres.server
    close = postgres.close
    const fresh = await postgres.fresh()
    url = fresh.url ?? ''
    await fresh.close()
  })
  const toClose: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const each of toClose) await each()
    await close()
  })

  async function open(maxConnections = 8, through = url) {
    const lost: Error[] = []
    const database = openPostgres({
      url: through,
      role: 'web',
      maxConnections,
      onConnectionLost: (error) => lost.push(error),
    })
    toClose.push(() => database.close())
    return { database, lost, stores: createStores(database, { rateLimits: true }) }
  }

  async function expectEachToWork(stores: Stores) {
    for (const call of Object.values(everyMethod(stores))) await call()
  }

  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => 'no error',
      (thrown: unknown) => thrown,
    )

  /** Calls everything at once and gives each name what it threw. It ends only because every call has a timeout. */
  async function failures(stores: Stores) {
    const failed = Object.entries(everyMethod(stores)).map(async ([name, call]) => {
      const error = await errorOf(call())
      return [name, error instanceof Unavailable ? 'unavailable' : error] as const
    })
    return Object.fromEntries(await Promise.all(failed))
  }

  const allUnavailable = (stores: Stores) =>
    Object.fromEntries(Object.keys(everyMethod(stores)).map((name) => [name, 'unavailable']))

  test('every method of every store says so, and all work again when it is back', async () => {
    const { database, stores } = await open()
    await expectEachToWork(stores)

    server.signal('SIGKILL')
    // These meet connections that end while they are asked; the next find none at all.
    const outcomes = Object.values(await failures(stores))
    expect(['unavailable', 'no error']).toEqual(expect.arrayContaining([...new Set(outcomes)]))
    await expect.poll(() => errorOf(database.ping())).toBeInstanceOf(Unavailable)
    expect(await failures(stores)).toEqual(allUnavailable(stores))

    await server.start()
    await database.ping()
    await expectEachToWork(stores)
  })

  test('a connection that breaks inside a transaction ends that call, and not the process', async () => {
    const { database } = await open()
    const call = database.kysely.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.kysely)
      await expect.poll(() => errorOf(sql`select 1`.execute(trx))).toSatisfy(isAway)
      await sql`select 1`.execute(trx)
    })
    await expect(call).rejects.toSatisfy(isAway)
    await database.ping()
  })

  test('connections that broke while nobody used them are told, and replaced', async () => {
    const { lost, stores } = await open()
    await expectEachToWork(stores)
    server.signal('SIGKILL')
    await expect.poll(() => lost.length).toBeGreaterThan(0)
    await server.start()
    await expectEachToWork(stores)
  })

  test.concurrent('behind a dead wire, calls end by their timeouts, and what comes later is whole', async () => {
    const wire = await openWire(Number(new URL(url).port))
    toClose.push(wire.close)
    const throughWire = new URL(url)
    throughWire.port = String(wire.port)
    const { stores } = await open(4, throughWire.href)
    await expectEachToWork(stores)
    await Promise.all(Array.from({ length: 4 }, () => stores.accounts.list()))

    wire.freeze()
    const outcomes = await failures(stores)
    wire.thaw()
    expect(outcomes).toEqual(allUnavailable(stores))

    // A "begin" that was given up must not swallow what its connection does next.
    const other = await open()
    const requests = Array.from({ length: 8 }, () => newRequest())
    for (const request of requests) await other.stores.recovery.openRequest(request)
    const guesses = requests.map(({ id }) => stores.recovery.chargeGuess(id, guessLimit))
    expect(await Promise.all(guesses)).toEqual(Array(8).fill('charged'))
    const charged = other.database.kysely.selectFrom('recovery_request').where('tries', '=', 1)
    const ids = requests.map(({ id }) => id)
    expect(await charged.select('id').where('id', 'in', ids).execute()).toHaveLength(8)
  })

  test.concurrent('too busy to give a connection, it says so', async () => {
    const { database, stores } = await open(1)
    await database.kysely.connection().execute(async () => {
      expect(await failures(stores)).toEqual(allUnavailable(stores))
    })
    await expectEachToWork(stores)
  })

  test.concurrent('a row that is locked for long makes a reset fail, and the link live on', async () => {
    const { database, stores } = await open()
    const request = newRequest()
    const account = { id: randomUUID(), address: request.address }
    await stores.accounts.add({ ...account, passwordHash: 'hash', locale: undefined })
    await stores.recovery.openRequest(request)
    const pair = newPair(request.id)
    const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
    const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
    await stores.messages.prepare([preparationOf(attempt, mintedFrom(pair))])

    await database.kysely.transaction().execute(async (trx) => {
      await holdOpen(trx)
      const row = trx.selectFrom('account').select('id').where('id', '=', account.id)
      await row.forUpdate().execute()
      const changed = stores.recovery.changePassword(changeWith(pair.link))
      await expect(changed).rejects.toThrow(Unavailable)
    })
    expect(await stores.recovery.changePassword(changeWith(pair.link))).toMatchObject({
      status: 'changed',
    })
  })
})

describe('what counts as away', () => {
  test.each([
    '08006',
    '53300',
    '53100',
    '57P01',
    '57014',
    '25P03',
    '55P03',
    '40P01',
    'ECONNREFUSED',
  ])('is %s', (code) => {
    expect(isAway(Object.assign(new Error('no'), { code }))).toBe(true)
  })

  test.each(['23505', '42P01', '22021', 'P0001', '0800', undefined])('is not %s', (code) => {
    expect(isAway(Object.assign(new Error('a bug'), { code }))).toBe(false)
    expect(isAway({ code })).toBe(false)
  })

  test('keeps what happened as the cause', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/nothing'
    const database = openPostgres({ url: nowhere, role: 'web', maxConnections: 1 })
    await expect(database.ping()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await database.close()
  })
})
