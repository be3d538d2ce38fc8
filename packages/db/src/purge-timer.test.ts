import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Database } from './connection/database.ts'
import { type PurgeTimer, startPurgeTimer } from './purge-timer.ts'
import {
  openPostgresTestbed,
  openSqlClient,
  openTestEmbedded,
  type StoreTestbed,
} from './testing/index.ts'

let testbed: StoreTestbed
beforeAll(async () => {
  testbed = await openPostgresTestbed()
})
afterAll(() => testbed.close())

const timers: PurgeTimer[] = []
afterEach(async () => {
  for (const timer of timers.splice(0)) await timer.stop()
})

const soon = { firstAfterMs: 1, everyMs: 1 }

function start(database: Database, change: Partial<Parameters<typeof startPurgeTimer>[1]>) {
  const onError = (error: unknown) => {
    throw error
  }
  const timer = startPurgeTimer(database, { purge: async () => {}, onError, ...soon, ...change })
  timers.push(timer)
  return timer
}

test('two processes never purge at the same time, and each has its turns', async () => {
  const neighbour = await testbed.openNeighbour()
  let purging = 0
  let most = 0
  const purges = [0, 0]
  for (const [nth, { database }] of [testbed, testbed, neighbour, neighbour].entries()) {
    start(database, {
      async purge() {
        purging += 1
        most = Math.max(most, purging)
        await sleep(2)
        purging -= 1
        purges[nth % 2] = (purges[nth % 2] ?? 0) + 1
      },
    })
  }
  await expect.poll(() => Math.min(...purges)).toBeGreaterThanOrEqual(5)
  expect(most).toBe(1)
})

test('a process that dies while it purges does not keep the others from it', async () => {
  const neighbour = await testbed.openNeighbour()
  const { promise: forever, resolve: release } = Promise.withResolvers<void>()
  const errors: unknown[] = []
  let begun = false
  start(neighbour.database, {
    async purge() {
      begun = true
      await forever
    },
    onError: (error) => errors.push(error),
  })
  await expect.poll(() => begun).toBe(true)
  let purges = 0
  start(testbed.database, {
    async purge() {
      purges += 1
    },
  })
  await sleep(300)
  expect(purges).toBe(0)

  const outside = await openSqlClient(testbed.url ?? '')
  await outside.rows(`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())`)
  await outside.close()
  await expect.poll(() => purges).toBeGreaterThan(0)
  release()
  await expect.poll(() => errors).not.toEqual([])
})

test('a purge that fails is reported, and tried again', async () => {
  const errors: unknown[] = []
  let purges = 0
  start(testbed.database, {
    async purge() {
      purges += 1
      if (purges === 1) throw new Error('not today')
    },
    onError: (error) => errors.push(error),
  })
  await expect.poll(() => purges).toBeGreaterThan(2)
  expect(errors).toEqual([new Error('not today')])
})

test('a purge may take longer than a transaction may be idle', async () => {
  const patient = await testbed.openNeighbour()
  let ended = false
  start(patient.database, {
    everyMs: 60_000,
    async purge() {
      await sleep(6_000)
      ended = true
    },
  })
  await expect.poll(() => ended).toBe(true)
})

test('once stopped, it purges no more, and has waited for the one under way', async () => {
  const { database, close } = await openTestEmbedded()
  let begun = 0
  let ended = 0
  const timer = start(database, {
    async purge() {
      begun += 1
      await sleep(20)
      ended += 1
    },
  })
  await expect.poll(() => begun).toBeGreaterThan(1)
  await timer.stop()
  const then = begun
  expect(ended).toBe(then)
  await sleep(50)
  expect(begun).toBe(then)
  await close()
})
