import { randomUUID } from 'node:crypto'
import type { DeliveryJob } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openQueue, type Queue } from './queue.ts'
import { type StoreHouse, storeHouses } from './testing/index.ts'

const recoveryJob = (): DeliveryJob => ({
  kind: 'recovery',
  requestId: randomUUID(),
  withheld: false,
})
const notice = (): DeliveryJob => ({
  kind: 'password-changed',
  accountId: randomUUID(),
  changedAt: new Date().toISOString(),
})

function shout(error: Error): never {
  throw error
}

async function enqueue(house: StoreHouse, ...jobs: DeliveryJob[]) {
  await house.db.transaction().execute(async (trx) => {
    for (const job of jobs) await house.queue.enqueue(trx, job)
  })
}

describe.each(storeHouses)('the queue on %s', (kind, openHouse) => {
  let house: StoreHouse
  let queue: Queue
  beforeAll(async () => {
    house = await openHouse()
    queue = house.queue
  })
  beforeEach(() => sql`delete from queue.job where name = 'delivery'`.execute(house.db))
  afterAll(() => house.close())

  type JobRow = { state: string; retry_count: number; wait: number; output: unknown }
  async function rows(): Promise<JobRow[]> {
    const found = await sql<JobRow>`
      select state, retry_count, output,
        extract(epoch from start_after - clock_timestamp())::float as wait
      from queue.job where name = 'delivery'`.execute(house.db)
    return found.rows
  }
  const makeDue = () => sql`update queue.job set start_after = now()`.execute(house.db)

  async function claimOne() {
    const [claimed, ...more] = await queue.claim(1)
    if (!claimed || more.length > 0) throw new Error('expected one job')
    return claimed
  }

  test('has a job if and only if its transaction was committed', async () => {
    const [kept, lost] = [recoveryJob(), recoveryJob()]
    await enqueue(house, kept)
    const undone = house.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, lost)
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect((await queue.claim(10)).map(({ job }) => job)).toEqual([kept])
  })

  test('gives a job to one claimer, and no more than were asked for', async () => {
    await enqueue(house, recoveryJob(), recoveryJob(), recoveryJob())
    expect(await queue.claim(2)).toHaveLength(2)
    expect(await queue.claim(2)).toHaveLength(1)
    expect(await queue.claim(2)).toEqual([])
  })

  test('runs notices before mails that somebody asked for, and those in their order', async () => {
    const jobs = [recoveryJob(), recoveryJob(), notice()] as const
    for (const job of jobs) await enqueue(house, job)
    const claimed = []
    for (let i = 0; i < 3; i += 1) claimed.push((await claimOne()).job)
    expect(claimed).toEqual([jobs[2], jobs[0], jobs[1]])
  })

  test('forgets about a job that is complete', async () => {
    await enqueue(house, recoveryJob())
    await (await claimOne()).complete()
    expect(await rows()).toMatchObject([{ state: 'completed' }])
    await makeDue()
    expect(await queue.claim(1)).toEqual([])
  })

  test('runs a job again that was given back, after a while that grows', async () => {
    await enqueue(house, recoveryJob())
    const waits: number[] = []
    const ids = new Set<string>()
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const claimed = await claimOne()
      ids.add(claimed.id)
      await claimed.giveBack('451 try later')
      expect(await queue.claim(1)).toEqual([])
      waits.push((await rows())[0]?.wait ?? 0)
      await makeDue()
    }
    expect(ids.size).toBe(1)
    // Doubled each time, with jitter up to as much again, and never beyond ten minutes.
    expect(waits[0]).toBeGreaterThan(2)
    expect(waits[0]).toBeLessThan(12)
    expect(waits[4]).toBeGreaterThan(40)
    expect(Math.max(...waits)).toBeLessThanOrEqual(600)
    expect(waits[8]).toBeGreaterThan(300)
    expect(await rows()).toMatchObject([{ state: 'retry', retry_count: 8 }])
  })

  test('writes down why a job came back', async () => {
    await enqueue(house, recoveryJob())
    await (await claimOne()).giveBack('451 try later')
    expect(await rows()).toMatchObject([{ output: { reason: '451 try later' } }])
  })

  test('gives up on no job by itself before two hours of tries', async () => {
    await enqueue(house, recoveryJob())
    const { rows: limits } = await sql`
      select retry_limit, extract(epoch from keep_until - created_on)::int as kept
      from queue.job where name = 'delivery'`.execute(house.db)
    expect(limits).toEqual([{ retry_limit: 1_000, kept: 2 * 24 * 3600 }])
  })

  describe('with a worker that runs the upkeep', () => {
    /** Lets a worker look after leases until the jobs are in these states. One look is one statement for all. */
    async function upkeepUntil(...expected: string[]) {
      await sql`update queue.queue set monitor_claim_on = null, monitor_on = null`.execute(house.db)
      const options = { role: 'worker', onError: shout, upkeepSeconds: 1 } as const
      const worker = await openQueue(house.database, options)
      await vi.waitFor(async () => expect(await states()).toEqual(expected), { timeout: 10_000 })
      await worker.close()
    }

    const states = async () => (await rows()).map(({ state }) => state).sort()

    const beats = async () => {
      const { rows } = await sql<{ age: number }>`
        select floor(extract(epoch from clock_timestamp() - heartbeat_on))::int as age
        from queue.job where state = 'active' order by age`.execute(house.db)
      return rows.map(({ age }) => age)
    }

    const silentFor = (interval: string, id: string | null = null) =>
      sql`update queue.job set heartbeat_on = now() - ${interval}::interval
        where state = 'active' and id = coalesce(${id}::uuid, id)`.execute(house.db)

    test('a job comes back whose worker gave no sign of life for half a minute', async () => {
      await enqueue(house, recoveryJob(), recoveryJob(), recoveryJob())
      const dead = await claimOne()
      const alive = await claimOne()
      await silentFor('31 seconds')
      await alive.touch()
      const lately = await claimOne()
      await silentFor('15 seconds', lately.id)
      await upkeepUntil('active', 'active', 'retry')
      await lately.complete()

      await makeDue()
      const next = await claimOne()
      expect(next).toMatchObject({ id: dead.id, job: dead.job })
      // Who wakes up late changes nothing for the one after it.
      await dead.complete()
      await dead.giveBack('too late')
      expect(await states()).toEqual(['active', 'active', 'completed'])
      await silentFor('29 seconds')
      await dead.touch()
      expect(await beats()).toEqual([29, 29])
      await next.touch()
      expect(await beats()).toEqual([0, 29])
    })
  })

  test('has the purge on its schedule', async () => {
    const { rows: schedules } = await sql`select name, cron from queue.schedule`.execute(house.db)
    expect(schedules).toEqual([{ name: 'purge', cron: '*/10 * * * *' }])
  })

  test('runs the purge when its time comes', async () => {
    await sql`insert into queue.job (name) values ('purge')`.execute(house.db)
    await new Promise<void>((resolve, reject) => {
      queue.onPurge(async () => resolve()).catch(reject)
    })
  })

  if (kind === 'PostgreSQL')
    test('shares 500 jobs among workers of two processes, none twice', async () => {
      const neighbour = await house.openNeighbour()
      const jobs = Array.from({ length: 500 }, recoveryJob)
      for (let i = 0; i < 500; i += 50) await enqueue(house, ...jobs.slice(i, i + 50))

      const done: string[] = []
      const work = async (queue: Queue) => {
        let mine = 0
        for (;;) {
          const claimed = await queue.claim(4)
          if (claimed.length === 0) return mine
          mine += claimed.length
          done.push(...claimed.map(({ job }) => (job.kind === 'recovery' ? job.requestId : '')))
          await Promise.all(claimed.map((each) => each.complete()))
        }
      }
      const queues = [house.queue, house.queue, neighbour.queue, neighbour.queue]
      const shares = await Promise.all(queues.map(work))
      expect(done).toHaveLength(500)
      expect(new Set(done).size).toBe(500)
      for (const share of shares) expect(share).toBeGreaterThan(0)
    })

  test('takes the first job of its life inside a transaction, and does not wait for ever', async () => {
    const fresh = await openQueue(house.database, { role: 'sender', onError: shout })
    const job = recoveryJob()
    const sent = house.db.transaction().execute((trx) => fresh.enqueue(trx, job))
    const patience = new Promise((_, reject) => {
      setTimeout(() => reject(new Error('the first send waits for ever')), 10_000).unref()
    })
    await Promise.race([sent, patience])
    expect((await fresh.claim(1)).map((claimed) => claimed.job)).toEqual([job])
    await fresh.close()
  })
})
