import { randomUUID } from 'node:crypto'
import type { DeliveryJob } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everyTestbed, type StoreTestbed } from '../testing/index.ts'
import { dueJobs } from './claim-jobs.ts'
import type { Queue } from './queue.ts'

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

async function enqueue(testbed: StoreTestbed, ...jobs: DeliveryJob[]) {
  await testbed.db.transaction().execute(async (trx) => {
    for (const job of jobs) await testbed.queue.enqueue(trx, job)
  })
}

describe.each(everyTestbed)('the queue on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  let queue: Queue
  beforeAll(async () => {
    testbed = await openTestbed()
    queue = testbed.queue
  })
  beforeEach(() => sql`delete from outbox_job`.execute(testbed.db))
  afterAll(() => testbed.close())

  async function rows() {
    const wait = sql<number>`extract(epoch from due_at - clock_timestamp())::float`
    return testbed.db
      .selectFrom('outbox_job')
      .select(['kind', 'claim', wait.as('wait')])
      .execute()
  }
  const makeDue = () => sql`update outbox_job set due_at = now()`.execute(testbed.db)

  async function claimOne() {
    const [claimed, ...more] = await queue.claim(1)
    if (!claimed || more.length > 0) throw new Error('expected one job')
    return claimed
  }

  test('has a job if and only if its transaction was committed', async () => {
    const [kept, lost] = [recoveryJob(), recoveryJob()]
    await enqueue(testbed, kept)
    const undone = testbed.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, lost)
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect((await queue.claim(10)).map(({ job }) => job)).toEqual([kept])
  })

  test('gives a job to one claimer, and no more than were asked for', async () => {
    await enqueue(testbed, recoveryJob(), recoveryJob(), recoveryJob())
    expect(await queue.claim(2)).toHaveLength(2)
    expect(await queue.claim(2)).toHaveLength(1)
    expect(await queue.claim(2)).toEqual([])
  })

  test('runs notices before mails that somebody asked for, and those in their order', async () => {
    const jobs = [recoveryJob(), recoveryJob(), notice()] as const
    for (const job of jobs) await enqueue(testbed, job)
    const claimed = []
    for (let i = 0; i < 3; i += 1) claimed.push((await claimOne()).job)
    expect(claimed).toEqual([jobs[2], jobs[0], jobs[1]])
  })

  test('forgets about a job that is complete', async () => {
    await enqueue(testbed, recoveryJob())
    const attempt = await claimOne()
    await testbed.stores.messages.record([{ attempt, status: 'handed-over', answer: '250 ok' }])
    expect(await rows()).toEqual([])
  })

  test('runs a job again that was given back, once its time has come', async () => {
    await enqueue(testbed, recoveryJob())
    const attempt = await claimOne()
    const delayed = {
      status: 'delayed',
      failure: 'busy',
      answer: '451 later',
      seconds: 45,
    } as const
    await testbed.stores.messages.record([{ attempt, ...delayed }])
    expect(await queue.claim(1)).toEqual([])
    const [row] = await rows()
    expect(row?.wait).toBeGreaterThan(30)
    expect(row?.wait).toBeLessThanOrEqual(45)
    await makeDue()
    const again = await claimOne()
    expect(again).toMatchObject({ messageId: attempt.messageId, job: attempt.job })
    expect(again.claim).toBeGreaterThan(attempt.claim)
  })

  test('gives jobs back for which nothing was done', async () => {
    await enqueue(testbed, recoveryJob(), recoveryJob())
    const claimed = await queue.claim(2)
    await queue.release(claimed, 0)
    expect(await queue.claim(9)).toHaveLength(2)
  })

  test('ends a job from which no mail can be made, and says so', async () => {
    await enqueue(testbed, recoveryJob())
    const attempt = await claimOne()
    await queue.bury(attempt, 'Its job could not be read')
    expect(await rows()).toEqual([])
    const [message] = await testbed.db
      .selectFrom('message')
      .selectAll()
      .where('id', '=', attempt.messageId)
      .execute()
    expect(message).toMatchObject({ state: 'dead', failure: 'unmailable' })
  })

  test.each(['of the same kind that are not due', 'of a kind that this version does not know'])(
    'finds the next job among many %s, and reads none of them',
    async (which) => {
      const [kind, due] = which.includes('same')
        ? ['recovery', sql`now() + interval '1 hour'`]
        : ['unheard-of', sql`now() - interval '1 hour'`]
      await sql`insert into outbox_job (kind, payload, due_at)
        select ${kind}, '{}', ${due} from generate_series(1, 20000)`.execute(testbed.db)
      await sql`analyze outbox_job`.execute(testbed.db)
      await enqueue(testbed, recoveryJob())
      const plan = await dueJobs(testbed.db, [{ kind: 'recovery', room: 10 }], 10).explain(
        'text',
        sql`analyze, timing off, summary off`,
      )
      const said = plan.map((line) => line['QUERY PLAN']).join('\n')
      expect(said).toContain('outbox_job_waiting')
      expect(said).not.toMatch(/rows=\d{4,}\.\d+ loops|Rows Removed by \w+: \d{2,}/)
      expect(await queue.claim(10)).toHaveLength(1)
    },
  )

  test('gives a job to another when its worker gave no sign of life for half a minute', async () => {
    await enqueue(testbed, recoveryJob(), recoveryJob(), recoveryJob())
    const [dead, alive, lately] = await queue.claim(3)
    if (!dead || !alive || !lately) throw new Error('expected three jobs')
    const silentFor = (interval: string, { messageId }: { messageId: string }) =>
      sql`update outbox_job set leased_at = now() - ${interval}::interval where id = ${messageId}`.execute(
        testbed.db,
      )
    await silentFor('31 seconds', dead)
    await silentFor('31 seconds', alive)
    await silentFor('25 seconds', lately)
    await queue.renew([alive])
    expect(await queue.takeOver('silent')).toBe(1)
    const next = await claimOne()
    expect(next).toMatchObject({ messageId: dead.messageId, job: dead.job })

    // Who wakes up late changes nothing for the one after it.
    await silentFor('31 seconds', next)
    await queue.renew([dead])
    await queue.release([dead], 0)
    await queue.bury(dead, 'too late')
    expect(await queue.takeOver('silent')).toBe(1)
    expect(await queue.claim(9)).toMatchObject([{ messageId: dead.messageId }])
    expect(await queue.takeOver('everybody')).toBe(3)
  })

  if (kind !== 'PGlite')
    test('shares 500 jobs among workers of two processes, none twice', async () => {
      const neighbour = await testbed.openNeighbour()
      const jobs = Array.from({ length: 500 }, recoveryJob)
      for (let i = 0; i < 500; i += 50) await enqueue(testbed, ...jobs.slice(i, i + 50))

      const done: string[] = []
      const work = async (queue: Queue) => {
        let mine = 0
        for (;;) {
          const claimed = await queue.claim(4)
          if (claimed.length === 0) return mine
          mine += claimed.length
          done.push(...claimed.map(({ job }) => (job.kind === 'recovery' ? job.requestId : '')))
          const ok = { status: 'handed-over', answer: '250 ok' } as const
          await testbed.stores.messages.record(claimed.map((attempt) => ({ attempt, ...ok })))
        }
      }
      const queues = [testbed.queue, testbed.queue, neighbour.queue, neighbour.queue]
      const shares = await Promise.all(queues.map(work))
      expect(done).toHaveLength(500)
      expect(new Set(done).size).toBe(500)
      for (const share of shares) expect(share).toBeGreaterThan(0)
    })
})
