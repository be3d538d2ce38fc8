import { randomUUID } from 'node:crypto'
import {
  type Job,
  type JobKindSpec,
  jobKinds,
  type Message,
  type RecoveryEvent,
} from '@latchkey/core'
import { createDeliveryTroubles, createQueue } from '@latchkey/db'
import { newAddress, type StoreTestbed, sql, storeTestbeds } from '@latchkey/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emailDelivery } from './email-delivery.ts'
import { type JobWorker, startJobWorker } from './job-worker.ts'
import { type PerformOptions, performJobs } from './perform-jobs.ts'

/** A second family of jobs, such as calls of webhooks. */
const testCall: JobKindSpec = {
  priority: 20,
  // Longer than a test takes, so that a wait is still there when a slow machine looks.
  retryAfterSeconds: [600, 1_200],
  jitter: 0,
  concurrency: 2,
  deadlineMinutes: 60,
  leaseSeconds: 30,
}
const kinds = { ...jobKinds, 'test-call': testCall }

describe.each(storeTestbeds)('a worker with two families of jobs on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let worker: JobWorker
  let events: RecoveryEvent[]
  let emailsSent: number
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(async () => {
    events = []
    emailsSent = 0
    await sql`delete from outbox_job`.execute(testbed.db)
  })
  afterEach(() => worker.stop(1_000))
  afterAll(() => testbed.close())

  const observe = (event: RecoveryEvent) => void events.push(event)

  function start(perform: PerformOptions['perform']): void {
    const email = emailDelivery({
      chance: Math.random,
      now: () => new Date(),
      delivery: {
        prepare: async (attempts) =>
          attempts.map((attempt) => {
            const message = { kind: 'password-changed', to: 'ada@example.test' } as Message
            return { attempt, tries: 1, message, owner: newAddress() }
          }),
        async send({ attempt }) {
          emailsSent += 1
          return { attempt, status: 'handed-over', answer: '250 ok' }
        },
        record: async (ended) =>
          void (await testbed.stores.messages.record(ended.map(({ outcome }) => outcome))),
        bury: testbed.stores.messages.bury,
      },
      troubles: createDeliveryTroubles(testbed.database),
      concurrency: 2,
      observe,
    })
    worker = startJobWorker({
      queue: createQueue(testbed.database, kinds),
      kinds,
      handlers: {
        recovery: email,
        'password-changed': email,
        'test-call': performJobs({
          perform,
          observe,
          chance: () => 0.5,
          now: () => new Date(),
        }),
      },
      onlyWorker: false,
      startDelayMs: () => 0,
      pollMs: 10,
      onError(error) {
        throw error
      },
    })
  }

  async function enqueue(count: number, job: () => object): Promise<void> {
    await testbed.db.transaction().execute(async (trx) => {
      for (let n = 0; n < count; n++) await testbed.queue.enqueue(trx, job() as Job)
    })
  }

  const enqueueCalls = (count: number) => enqueue(count, () => ({ kind: 'test-call', n: 1 }))
  const enqueueEmails = (count: number) =>
    enqueue(count, () => ({ kind: 'recovery', requestId: randomUUID(), withheld: false }))

  async function calls() {
    const { rows } = await sql<{ leased: boolean; wait: number }>`
      select leased_at is not null as leased,
        extract(epoch from due_at - clock_timestamp())::float as wait
      from outbox_job where kind = 'test-call'`.execute(testbed.db)
    return rows
  }

  test('calls that hang use their own slots, and delay no email', async () => {
    const { resolve: answer, promise: answered } = Promise.withResolvers<void>()
    let running = 0
    await enqueueCalls(10)
    start(async () => {
      running += 1
      await answered
    })
    await expect.poll(() => running).toBe(testCall.concurrency)
    await enqueueEmails(5)
    await expect.poll(() => emailsSent).toBe(5)
    // The calls are more urgent, and still no more of them are claimed than their row allows.
    expect((await calls()).filter(({ leased }) => leased)).toHaveLength(testCall.concurrency)
    expect(running).toBe(testCall.concurrency)

    answer()
    await expect.poll(calls).toEqual([])
    expect(running).toBe(10)
  })

  test('a failed call is due again by the schedule of its kind', async () => {
    await enqueueCalls(1)
    start(async () => {
      throw new Error('500 from the hook')
    })
    const retry = { event: 'job.failed', jobKind: 'test-call', problem: '500 from the hook' }
    await expect.poll(() => events).toMatchObject([{ ...retry, nextTrySeconds: 600 }])
    await expect.poll(async () => (await calls())[0]?.leased).toBe(false)
    const [call] = await calls()
    expect(call?.wait).toBeGreaterThan(300)
    expect(call?.wait).toBeLessThanOrEqual(600)

    await sql`update outbox_job set due_at = clock_timestamp()`.execute(testbed.db)
    await expect.poll(() => events[1]).toMatchObject({ ...retry, nextTrySeconds: 1_200 })
  })

  test('a call that goes on later is due again then, and is no failure', async () => {
    await enqueueCalls(1)
    let performed = 0
    start(async () => {
      performed += 1
      return performed === 1 ? { againInSeconds: 600 } : undefined
    })
    await expect.poll(async () => (await calls())[0]?.wait).toBeGreaterThan(300)
    const [call] = await calls()
    expect(call?.wait).toBeLessThanOrEqual(600)

    await sql`update outbox_job set due_at = clock_timestamp()`.execute(testbed.db)
    await expect.poll(calls).toEqual([])
    expect(performed).toBe(2)
    expect(events).toEqual([])
  })

  const age = (seconds: number) =>
    sql`update outbox_job set created_at = clock_timestamp() - make_interval(secs => ${seconds})`.execute(
      testbed.db,
    )

  test('a call whose next attempt would be after its deadline becomes a dead letter', async () => {
    await enqueueCalls(1)
    await age(55 * 60)
    start(async () => {
      throw new Error('500 from the hook')
    })
    const dead = { event: 'job.dead', jobKind: 'test-call', problem: '500 from the hook' }
    await expect.poll(() => events).toMatchObject([{ ...dead, attempts: 1 }])
    await expect.poll(calls).toEqual([])
  })

  test('a call that is claimed after its deadline is not performed', async () => {
    await enqueueCalls(1)
    await age(60 * 60 + 1)
    let performed = 0
    start(async () => {
      performed += 1
    })
    const dead = { event: 'job.dead', jobKind: 'test-call', problem: 'expired', attempts: 0 }
    await expect.poll(() => events).toMatchObject([dead])
    await expect.poll(calls).toEqual([])
    expect(performed).toBe(0)
  })
})
