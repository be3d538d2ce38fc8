import { randomUUID } from 'node:crypto'
import type { DeliveryJob } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StoreHouse, storeHouses } from './testing/index.ts'
import { startWorker, type Worker, type WorkerOptions } from './worker.ts'

/** A promise and the way to keep it. */
function door() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe.each(storeHouses)('a worker on %s', (_, openHouse) => {
  let house: StoreHouse
  let worker: Worker
  beforeAll(async () => {
    house = await openHouse()
  })
  beforeEach(() => sql`delete from queue.job where name = 'delivery'`.execute(house.db))
  afterEach(() => worker.stop(1_000))
  afterAll(() => house.close())

  type Deliver = (request: string, messageId: string) => Promise<string>

  function start(deliver: Deliver, change: Partial<WorkerOptions> = {}): Worker {
    worker = startWorker({
      // The purge has stories of its own; here each worker would leave one more claimer behind.
      queue: { ...house.queue, onPurge: async () => {} },
      deliver: (id, job) => deliver(job.kind === 'recovery' ? job.requestId : '', id),
      purge: async () => {},
      concurrency: 2,
      startDelayMs: () => 0,
      pollMs: 10,
      onError: (error) => {
        throw error
      },
      ...change,
    })
    return worker
  }

  async function enqueue(count: number): Promise<string[]> {
    const requests = Array.from({ length: count }, () => randomUUID())
    for (const requestId of requests) {
      const job: DeliveryJob = { kind: 'recovery', requestId, withheld: false }
      await house.db.transaction().execute((trx) => house.queue.enqueue(trx, job))
    }
    return requests
  }

  const states = async () => {
    const { rows } = await sql<{ state: string }>`
      select state from queue.job where name = 'delivery' order by created_on`.execute(house.db)
    return rows.map(({ state }) => state)
  }
  const untilStates = (...expected: string[]) =>
    vi.waitFor(async () => expect(await states()).toEqual(expected), { timeout: 10_000 })

  test('runs each job once, under the id of its message, and completes it', async () => {
    const requests = await enqueue(3)
    const ran: string[][] = []
    start(async (...job) => {
      ran.push(job)
      return 'handed-over'
    })
    await untilStates('completed', 'completed', 'completed')
    const { rows } = await sql<{ request: string; id: string }>`
      select data ->> 'requestId' as request, id from queue.job
      where name = 'delivery'`.execute(house.db)
    expect(ran.sort()).toEqual(rows.map(({ request, id }) => [request, id]).sort())
    expect(ran.map(([request]) => request)).toEqual(requests.sort())
  })

  test('lets a slow job hold up none but itself', async () => {
    const { open, opened } = door()
    const [slow] = await enqueue(6)
    start(async (request) => {
      if (request === slow) await opened
      return 'handed-over'
    })
    await untilStates('active', ...Array(5).fill('completed'))
    open()
    await untilStates(...Array(6).fill('completed'))
  })

  test('has no more under way at once than it may', async () => {
    await enqueue(8)
    let underWay = 0
    let most = 0
    start(
      async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setTimeout(resolve, 5))
        underWay -= 1
        return 'handed-over'
      },
      { concurrency: 3 },
    )
    await untilStates(...Array(8).fill('completed'))
    expect(most).toBe(3)
  })

  test('starts every job after a delay of its own', async () => {
    await enqueue(3)
    const delays: number[] = []
    start(async () => 'handed-over', {
      startDelayMs: () => {
        delays.push(delays.length)
        return 1
      },
    })
    await untilStates('completed', 'completed', 'completed')
    expect(delays).toHaveLength(3)
  })

  test('gives a job back that should run again', async () => {
    await enqueue(1)
    start(async () => 'again')
    await untilStates('retry')
  })

  test('gives a job back that failed, says so, and goes on', async () => {
    const [bad] = await enqueue(3)
    const errors: unknown[] = []
    start(
      async (request) => {
        if (request === bad) throw new Error('cannot be rendered')
        return 'handed-over'
      },
      { onError: (error) => errors.push(error) },
    )
    await untilStates('retry', 'completed', 'completed')
    expect(errors).toEqual([new Error('cannot be rendered')])
  })

  test('goes on after the queue itself failed', async () => {
    const errors: unknown[] = []
    let failures = 1
    const queue = {
      ...house.queue,
      onPurge: async () => {},
      claim: (most: number) =>
        failures-- > 0 ? Promise.reject(new Error('away')) : house.queue.claim(most),
    }
    await enqueue(1)
    start(async () => 'handed-over', { queue, onError: (error) => errors.push(error) })
    await untilStates('completed')
    expect(errors).toEqual([new Error('away')])
  })

  test('stops after finishing what is under way, and takes nothing more', async () => {
    const { open, opened } = door()
    await enqueue(4)
    const { stop } = start(async () => {
      await opened
      return 'handed-over'
    })
    await untilStates('active', 'active', 'created', 'created')

    let stopped = false
    const stopping = stop(10_000).then(() => {
      stopped = true
    })
    await enqueue(1)
    expect(stopped).toBe(false)
    open()
    await stopping
    expect(await states()).toEqual(['completed', 'completed', 'created', 'created', 'created'])
  })

  test('stops at its deadline, and leaves the rest to the lease', async () => {
    const { open, opened } = door()
    await enqueue(1)
    const { stop } = start(async () => {
      await opened
      return 'handed-over'
    })
    await untilStates('active')
    await stop(20)
    expect(await states()).toEqual(['active'])
    open()
    await untilStates('completed')
  })

  test('does not remember the jobs it ran', async () => {
    const added = vi.spyOn(EventTarget.prototype, 'addEventListener')
    const removed = vi.spyOn(EventTarget.prototype, 'removeEventListener')
    await enqueue(20)
    start(async () => 'handed-over', { concurrency: 1 })
    await untilStates(...Array(20).fill('completed'))
    const listening = added.mock.calls.length - removed.mock.calls.length
    vi.restoreAllMocks()
    expect(listening).toBeLessThan(5)
  })
})
