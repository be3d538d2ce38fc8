import type { Charge } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStores } from '../stores.ts'
import { charge, everyTestbed, newDigest, type StoreTestbed } from '../testing/index.ts'

const charged = { status: 'charged' }
const refused = { status: 'rate-limited', retryAfterSeconds: expect.any(Number) }

describe.each(everyTestbed)('the limiter on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const hit = (...charges: Charge[]) => testbed.stores.limiter.charge(charges)

  async function waitAfter(...charges: Charge[]): Promise<number> {
    const answer = await hit(...charges)
    return answer.status === 'rate-limited' ? answer.retryAfterSeconds : 0
  }

  async function fill(bucket: Charge, times: number) {
    for (let i = 0; i < times; i += 1) expect(await hit(bucket)).toEqual(charged)
  }

  test('lets as many through as a window holds', async () => {
    const bucket = charge(3)
    await fill(bucket, 3)
    expect(await hit(bucket)).toEqual(refused)
    expect(await hit(charge(3))).toEqual(charged)
  })

  test('keeps limits of one subject apart', async () => {
    const subject = newDigest()
    const asks = charge(1, { subject, limit: 'request-by-client' })
    const proofs = charge(1, { subject, limit: 'proof-by-client' })
    await fill(asks, 1)
    await fill(proofs, 1)
    expect(await hit(asks)).toEqual(refused)
  })

  test('charges buckets of several limits at once, each under its own name', async () => {
    const asks = charge(2, { limit: 'request-by-client' })
    const proofs = charge(1, { limit: 'proof-by-client' })
    expect(await hit(asks, proofs)).toEqual(charged)
    expect(await hit(proofs)).toEqual(refused)
  })

  test('slides: a place is free when the hit that took it leaves the window', async () => {
    const bucket = charge(2)
    await fill(bucket, 1)
    await testbed.letPass(bucket.subject, '40 seconds')
    await fill(bucket, 1)
    expect(await hit(bucket)).toEqual(refused)

    await testbed.letPass(bucket.subject, '21 seconds')
    await fill(bucket, 1)
    expect(await hit(bucket)).toEqual(refused)
  })

  test('counts nothing for a hit it refused', async () => {
    const bucket = charge(1)
    await fill(bucket, 1)
    for (let i = 0; i < 5; i += 1) expect(await hit(bucket)).toEqual(refused)
    await testbed.letPass(bucket.subject, '61 seconds')
    await fill(bucket, 1)
  })

  test('says when to come back, to the second', async () => {
    const bucket = charge(2)
    await fill(bucket, 1)
    await testbed.letPass(bucket.subject, '20 seconds')
    await fill(bucket, 1)

    const wait = await waitAfter(bucket)
    expect(wait).toBeGreaterThan(37)
    expect(wait).toBeLessThanOrEqual(40)
    await testbed.letPass(bucket.subject, `${wait - 4} seconds`)
    expect(await hit(bucket)).toEqual(refused)
    await testbed.letPass(bucket.subject, '4 seconds')
    expect(await hit(bucket)).toEqual(charged)
  })

  test('waits for the slowest window that is full, and for no other', async () => {
    const windows = [
      { seconds: 60, most: 1 },
      { seconds: 3600, most: 2 },
      { seconds: 86_400, most: 10 },
    ]
    const bucket = charge(0, { windows })
    await fill(bucket, 1)
    expect(await waitAfter(bucket)).toBeLessThanOrEqual(60)
    await testbed.letPass(bucket.subject, '61 seconds')
    await fill(bucket, 1)

    const wait = await waitAfter(bucket)
    expect(wait).toBeGreaterThan(3600 - 61 - 5)
    expect(wait).toBeLessThanOrEqual(3600 - 61)
    await testbed.letPass(bucket.subject, `${wait} seconds`)
    await fill(bucket, 1)
  })

  test('never asks for less than a second of patience', async () => {
    const bucket = charge(1, { seconds: 1 })
    await fill(bucket, 1)
    await testbed.letPass(bucket.subject, '900 milliseconds')
    const answer = await hit(bucket)
    if (answer.status === 'rate-limited') expect(answer.retryAfterSeconds).toBe(1)
  })

  describe('with the networks of an IPv6 client', () => {
    const networks = (most: number[]) =>
      most.map((each) => charge(each, { limit: 'request-by-client' }))

    test('charges every network', async () => {
      const client = networks([5, 10, 50])
      expect(await hit(...client)).toEqual(charged)
      for (const { subject } of client) expect(await testbed.hits(subject)).toBe(1)
    })

    test.each([
      ['nearest', 0],
      ['middle', 1],
      ['widest', 2],
    ])('refuses when the %s is full, and then fills none', async (_name, full) => {
      const client = networks([0, 1, 2].map((i) => (i === full ? 1 : 9)))
      await hit(...client)
      expect(await hit(...client)).toEqual(refused)
      for (const { subject } of client) expect(await testbed.hits(subject)).toBe(1)
    })

    test('leaves no trace of networks seen for the first time in a refused hit', async () => {
      const [wide, ...fresh] = networks([1, 9, 9])
      if (!wide) throw new Error('no network')
      await hit(wide)
      expect(await hit(...fresh, wide)).toEqual(refused)
      for (const { subject } of fresh) expect(await testbed.hits(subject)).toBeUndefined()
    })

    test('tells the longest wait of all', async () => {
      const near = charge(1, { seconds: 60 })
      const wide = charge(1, { seconds: 600 })
      await hit(near, wide)
      expect(await waitAfter(near, wide)).toBeGreaterThan(595)
    })
  })

  test('charges nothing for nobody', async () => {
    expect(await hit()).toEqual(charged)
  })

  test('can be switched off', async () => {
    const options = { queue: testbed.queue, rateLimits: false }
    const { limiter } = createStores(testbed.database, options)
    const bucket = charge(1)
    for (let i = 0; i < 3; i += 1) expect(await limiter.charge([bucket])).toEqual(charged)
    expect(await testbed.hits(bucket.subject)).toBeUndefined()
  })

  if (kind !== 'PGlite')
    describe('in a rush from two processes', () => {
      async function rush(times: number, chargesOf: (turn: number) => Charge[]): Promise<number> {
        const neighbour = await testbed.openNeighbour()
        const limiters = [testbed.stores.limiter, neighbour.stores.limiter]
        const answers = await Promise.all(
          Array.from({ length: times }, (_, turn) => limiters[turn % 2]?.charge(chargesOf(turn))),
        )
        return answers.filter((answer) => answer?.status === 'charged').length
      }

      test('50 hits on one new bucket: exactly as many as it holds', async () => {
        const bucket = charge(7)
        expect(await rush(50, () => [bucket])).toBe(7)
        expect(await testbed.hits(bucket.subject)).toBe(7)
      })

      test('50 hits on shared networks in any order: exact, and no deadlock', async () => {
        const wide = charge(11)
        const wider = charge(40)
        const accepted = await rush(50, (turn) =>
          turn % 2 ? [wide, charge(1), wider] : [wider, charge(1), wide],
        )
        expect(accepted).toBe(11)
        expect(await testbed.hits(wide.subject)).toBe(11)
        expect(await testbed.hits(wider.subject)).toBe(11)
      })
    })
})
