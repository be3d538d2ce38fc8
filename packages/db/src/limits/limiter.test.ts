import type { Charge } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStores } from '../stores.ts'
import { charge, everyTestbed, type StoreTestbed } from '../testing/index.ts'

/* What the store contract says of rate limits is not said again here. */

const charged = { status: 'charged' }
const refused = { status: 'rate-limited', retryAfterSeconds: expect.any(Number) }

describe.each(everyTestbed)('the limiter on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const hit = (...charges: Charge[]) => testbed.stores.limiter.charge(charges)

  test('never asks for a wait of less than a second', async () => {
    const bucket = charge(1, { seconds: 1 })
    await hit(bucket)
    await testbed.letPass(bucket.subject, '900 milliseconds')
    const answer = await hit(bucket)
    if (answer.status === 'rate-limited') expect(answer.retryAfterSeconds).toBe(1)
  })

  test('writes no bucket of a client network that is new in a refused hit', async () => {
    const [full, fresh] = [charge(1), charge(9)]
    await hit(full)
    expect(await hit(fresh, full)).toEqual(refused)
    expect(await testbed.hits(fresh.subject)).toBeUndefined()
  })

  test('can be switched off', async () => {
    const options = { rateLimits: false }
    const { limiter } = createStores(testbed.database, options)
    const bucket = charge(1)
    for (let i = 0; i < 3; i += 1) expect(await limiter.charge([bucket])).toEqual(charged)
    expect(await testbed.hits(bucket.subject)).toBeUndefined()
  })

  if (kind !== 'PGlite')
    describe('under load from two processes', () => {
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
