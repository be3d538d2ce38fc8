import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  guessLimit,
  newDigest,
  newRequest,
  type StoreTestbed,
  storeTestbeds,
  unlimited,
} from '../testing/index.ts'

const refused = { status: 'rate-limited', retryAfterSeconds: expect.any(Number) }

/* What the store contract says of global limits and streaks is not said again here. */

describe.each(storeTestbeds)('global limits on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() => sql`truncate limiter_slice, limiter_streak, limiter_bucket`.execute(testbed.db))
  afterAll(() => testbed.close())

  test('are counted in several rows, so that requests seldom wait for each other', async () => {
    const charges = { ...unlimited, inAll: [{ seconds: 60, most: 1_000 }] }
    for (let n = 0; n < 40; n += 1) await testbed.openRequest({ charges })
    const { rows } = await sql<{ shards: number; hits: number }>`
      select count(distinct shard)::int as shards, sum(hits)::int as hits from limiter_slice`.execute(
      testbed.db,
    )
    expect(rows[0]?.hits).toBe(40)
    expect(rows[0]?.shards).toBeGreaterThan(1)
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

      test('are exceeded by no more than the requests under way', async () => {
        const charges = { ...unlimited, inAll: [{ seconds: 60, most: 50 }] }
        const answers = await rush(400, ({ recovery }) =>
          recovery.openRequest(newRequest({ charges: { ...charges, network: newDigest() } })),
        )
        const opened = answers.filter(({ status }) => status === 'opened').length
        expect(opened).toBeGreaterThanOrEqual(50)
        // One batch of each process: both may have seen that there was room.
        expect(opened).toBeLessThanOrEqual(2 * 50)
        const late = await testbed.stores.recovery.openRequest(newRequest({ charges }))
        expect(late).toEqual(refused)
      })

      test('count the streak of an address exactly', async () => {
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
