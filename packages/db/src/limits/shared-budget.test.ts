import type { AddressDigest, GuessLimits } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  charge,
  freely,
  guessLimit,
  newDigest,
  newRequest,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

const refused = { status: 'rate-limited', retryAfterSeconds: expect.any(Number) }

/* What everybody together may do, and what an address may get wrong in a row. */

describe.each(storeTestbeds)('on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() => sql`truncate limiter_slice, limiter_streak, limiter_bucket`.execute(testbed.db))
  afterAll(() => testbed.close())

  const letSlicesPass = (seconds: number) =>
    sql`update limiter_slice set ends_at = ends_at - make_interval(secs => ${seconds}::integer)`.execute(
      testbed.db,
    )

  describe('the global limit of requests', () => {
    const few = (most: number) =>
      newRequest({ charges: { ...freely, inAll: [{ seconds: 60, most }] } })
    const ask = (most: number) => testbed.stores.recovery.openRequest(few(most))

    test('refuses requests beyond it, with the time to wait, and writes nothing', async () => {
      for (let n = 0; n < 3; n += 1) expect(await ask(3)).toMatchObject({ status: 'opened' })
      const charges = { ...freely, client: [charge(5)], inAll: [{ seconds: 60, most: 3 }] }
      const late = newRequest({ charges })
      const answer = await testbed.stores.recovery.openRequest(late)
      expect(answer).toEqual(refused)
      if (answer.status !== 'rate-limited') throw new Error('not limited')
      expect(answer.retryAfterSeconds).toBeGreaterThan(50)
      expect(answer.retryAfterSeconds).toBeLessThanOrEqual(66)
      expect(await testbed.request(late.id)).toBeUndefined()
      expect(await testbed.jobs(late.id)).toEqual([])
      expect(await testbed.hits(charges.client[0]?.subject ?? newDigest())).toBeUndefined()

      await letSlicesPass(answer.retryAfterSeconds)
      expect(await ask(3)).toMatchObject({ status: 'opened' })
    })

    test('counts resends too', async () => {
      const { id } = await testbed.openRequest()
      const charges = { ...freely, inAll: [{ seconds: 60, most: 1 }] }
      const again = () =>
        testbed.stores.recovery.resend({ requestId: id, charges, codeLifetimeMinutes: 10 })
      expect(await again()).toMatchObject({ status: 'opened' })
      expect(await again()).toEqual(refused)
      expect(await ask(1)).toEqual(refused)
      expect(await testbed.jobs(id)).toHaveLength(2)
    })

    test('is not charged for a request that the client limit refuses', async () => {
      const full = charge(1)
      const client = [full]
      const charges = { ...freely, client, inAll: [{ seconds: 60, most: 2 }] }
      await testbed.openRequest({ charges })
      for (let n = 0; n < 3; n += 1) {
        expect(await testbed.stores.recovery.openRequest(newRequest({ charges }))).toEqual(refused)
      }
      expect(await ask(2)).toMatchObject({ status: 'opened' })
      expect(await ask(2)).toEqual(refused)
    })

    test('is spread over several rows, so that no row is contended', async () => {
      for (let n = 0; n < 40; n += 1) await ask(1_000)
      const { rows } = await sql<{ shards: number; hits: number }>`
        select count(distinct shard)::int as shards, sum(hits)::int as hits from limiter_slice`.execute(
        testbed.db,
      )
      expect(rows[0]?.hits).toBe(40)
      expect(rows[0]?.shards).toBeGreaterThan(1)
    })
  })

  describe('the global limit of wrong codes', () => {
    const limits = (most: number): GuessLimits => ({
      ...guessLimit,
      'guess-in-all': [{ seconds: 3600, most }],
    })
    const guess = async (most: number, id?: string) => {
      const requestId = id ?? (await testbed.openRequest()).id
      return testbed.stores.recovery.chargeGuess(requestId, limits(most))
    }

    test('closes all codes when it is used up, and charges no other limit', async () => {
      for (let n = 0; n < 3; n += 1) expect(await guess(3)).toBe('charged')
      const { id, addressDigest } = await testbed.openRequest()
      const answer = await guess(3, id)
      expect(answer).toEqual(refused)
      expect((await testbed.request(id))?.tries).toBe(0)
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBeUndefined()
      const byAddress = testbed.stores.recovery.chargeGuessByAddress(addressDigest, limits(3))
      expect(await byAddress).toEqual(refused)

      await letSlicesPass(3600 + 360)
      expect(await guess(3, id)).toBe('charged')
    })

    test('answers the same for requests that do not exist', async () => {
      await guess(1)
      expect(await guess(1, crypto.randomUUID())).toEqual(refused)
    })

    test('is charged only for guesses that are compared: not for a closed request or address', async () => {
      const { id } = await testbed.openRequest()
      for (let n = 0; n < 9; n += 1) await guess(6, id)
      expect(await guess(6)).toBe('charged')
      expect(await guess(6)).toEqual(refused)
    })

    test('is refunded for a right code', async () => {
      for (let n = 0; n < 4; n += 1) {
        const { id } = await testbed.openRequest()
        expect(await guess(1, id)).toBe('charged')
        await testbed.stores.recovery.refundGuess(id)
      }
      const { id } = await testbed.openRequest()
      await testbed.stores.recovery.refundGuess(id)
      await guess(1)
      expect(await guess(2)).toBe('charged')
    })
  })

  describe('the streak of wrong codes of an address', () => {
    const three: GuessLimits = { ...guessLimit, 'guess-in-a-row': 3 }
    const guess = async (addressDigest: AddressDigest) => {
      const { id } = await testbed.openRequest({ addressDigest })
      return { id, answer: await testbed.stores.recovery.chargeGuess(id, three) }
    }
    const guessTimes = async (times: number, address: AddressDigest) => {
      const answers = []
      for (let n = 0; n < times; n += 1) {
        answers.push((await guess(address)).answer)
        await testbed.letPass(address, '25 hours')
      }
      return answers
    }

    test('closes the codes of that address only, however many days lie between', async () => {
      const address = newDigest()
      expect(await guessTimes(5, address)).toEqual([
        ...Array(3).fill('charged'),
        ...Array(2).fill('exhausted'),
      ])
      const { recovery } = testbed.stores
      expect(await recovery.chargeGuessByAddress(address, three)).toEqual({ status: 'exhausted' })
      expect((await guess(newDigest())).answer).toBe('charged')
    })

    test('counts guesses by address and by request together', async () => {
      const address = newDigest()
      for (let n = 0; n < 3; n += 1) {
        const answer = await testbed.stores.recovery.chargeGuessByAddress(address, three)
        expect(answer).toMatchObject({ status: 'charged' })
      }
      expect((await guess(address)).answer).toBe('exhausted')
    })

    test('ends with a right code', async () => {
      const address = newDigest()
      await guessTimes(2, address)
      const { id } = await guess(address)
      await testbed.stores.recovery.refundGuess(id)
      expect((await guess(address)).answer).toBe('charged')
    })
  })

  if (kind === 'PostgreSQL')
    describe('under load from two processes', () => {
      const rush = async <T>(
        times: number,
        work: (stores: StoreTestbed['stores']) => Promise<T>,
      ) => {
        const neighbour = await testbed.openNeighbour()
        const both = [testbed.stores, neighbour.stores]
        return Promise.all(
          Array.from({ length: times }, (_, turn) => work(both[turn % 2] ?? testbed.stores)),
        )
      }

      test('the global limit of requests is exceeded by no more than the requests in flight', async () => {
        const charges = { ...freely, inAll: [{ seconds: 60, most: 50 }] }
        const answers = await rush(400, ({ recovery }) =>
          recovery.openRequest(newRequest({ charges })),
        )
        const opened = answers.filter(({ status }) => status === 'opened').length
        expect(opened).toBeGreaterThanOrEqual(50)
        // One batch of each process: both may have seen all places free.
        expect(opened).toBeLessThanOrEqual(2 * 50)
        const late = await testbed.stores.recovery.openRequest(newRequest({ charges }))
        expect(late).toEqual(refused)
      })

      test('a streak is counted exactly', async () => {
        const addressDigest = newDigest()
        const ids: string[] = []
        for (let n = 0; n < 12; n += 1) ids.push((await testbed.openRequest({ addressDigest })).id)
        const limits = { ...guessLimit, 'guess-in-a-row': 7 }
        let turn = 0
        const answers = await rush(48, ({ recovery }) =>
          recovery.chargeGuess(ids[turn++ % ids.length] ?? '', limits),
        )
        expect(answers.filter((answer) => answer === 'charged')).toHaveLength(7)
      })
    })
})
