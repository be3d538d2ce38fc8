import { randomUUID } from 'node:crypto'
import {
  type Delivery,
  type DeliveryAttempt,
  type DeliveryJob,
  type Failure,
  type JobRoom,
  type Message,
  type RecoveryEvent,
  Unavailable,
} from '@latchkey/core'
import { createDeliveryTroubles } from '@latchkey/db'
import { newAddress, type StoreTestbed, sql, storeTestbeds } from '@latchkey/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmailDeliveryOptions, emailDelivery } from './email-delivery.ts'
import { type JobWorker, type JobWorkerOptions, startJobWorker } from './job-worker.ts'

/** The worker reads only the recipient. */
function emailTo(request: string, domain = 'example.test') {
  const message = { kind: 'password-changed', to: `${request}@${domain}` } as Message
  return { message, owner: newAddress() }
}

describe.each(storeTestbeds)('email delivery on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let worker: JobWorker
  const buried: string[] = []
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() => sql`delete from outbox_job`.execute(testbed.db))
  afterEach(() => worker.stop(1_000))
  afterAll(() => testbed.close())

  type Send = (request: string, messageId: string) => Promise<End | undefined>
  type End = {
    status: 'delayed' | 'held'
    failure: Failure
    concerns?: 'recipient'
    seconds: number
  }

  /** A worker whose emails are made up. The tests watch when each job is claimed, sent and recorded. */
  function start(send: Send, change: Change = {}): JobWorker {
    const { queue = testbed.queue, startDelayMs = () => 0, onError = fail, ...email } = change
    const deliver = emailDelivery({
      delivery: deliveryOf(send, change),
      troubles: createDeliveryTroubles(testbed.database),
      concurrency: 2,
      observe: () => {},
      chance: () => 0.5,
      now: () => new Date(),
      ...email,
    })
    worker = startJobWorker({
      queue,
      handlers: { recovery: deliver, 'password-changed': deliver },
      onlyWorker: false,
      pollMs: 10,
      startDelayMs,
      onError,
    })
    return worker
  }

  type Change = Partial<EmailDeliveryOptions> &
    Partial<Pick<JobWorkerOptions, 'queue' | 'startDelayMs' | 'onError'>> & {
      beforePrepare?: () => void
      beforeRecord?: (requests: readonly string[]) => void
      domain?: (request: string) => string
    }

  function deliveryOf(send: Send, { beforePrepare, beforeRecord, domain }: Change): Delivery {
    const requestOf = ({ job }: DeliveryAttempt) => (job.kind === 'recovery' ? job.requestId : '')
    return {
      async prepare(attempts) {
        beforePrepare?.()
        return attempts.map((attempt) => {
          const request = requestOf(attempt)
          if (!request) throw new Error('The payload names no request')
          return { attempt, tries: 1, ...emailTo(request, domain?.(request)) }
        })
      },
      async send({ attempt }) {
        const end = await send(requestOf(attempt), attempt.jobId)
        if (end) return { attempt, answer: 'no', ...end }
        return { attempt, status: 'handed-over', answer: '250 ok' }
      },
      async record(ended) {
        beforeRecord?.(ended.map(({ ready }) => requestOf(ready.attempt)))
        await testbed.stores.messages.record(ended.map(({ outcome }) => outcome))
      },
      async bury(attempt, why) {
        await testbed.stores.messages.bury(attempt, why)
        buried.push(attempt.jobId)
      },
    }
  }

  function fail(error: unknown): never {
    throw error
  }

  async function enqueue(count: number): Promise<string[]> {
    const requests = Array.from({ length: count }, () => randomUUID())
    for (const requestId of requests) {
      const job: DeliveryJob = { kind: 'recovery', requestId, withheld: false }
      await testbed.db.transaction().execute((trx) => testbed.queue.enqueue(trx, job))
    }
    return requests
  }

  const states = async () => {
    const { rows } = await sql<{ state: 'leased' | 'again' | 'new' }>`
      select case when leased_at is not null then 'leased' when claim > 0 then 'again' else 'new' end as state
      from outbox_job order by claim = 0, leased_at is not null, created_at`.execute(testbed.db)
    return rows.map(({ state }) => state)
  }
  /** Seconds from its request until each job is due: no shorter than its wait, however late this looks. */
  const waits = async () => {
    const { rows } = await sql<{ wait: number }>`
      select extract(epoch from due_at - created_at)::float as wait from outbox_job`.execute(
      testbed.db,
    )
    return rows.map(({ wait }) => wait)
  }
  const untilStates = (...expected: string[]) => expect.poll(states).toEqual(expected)

  test('runs each job once, under the id of its message, and completes it', async () => {
    const requests = await enqueue(3)
    const { rows } = await sql<{ request: string; id: string }>`
      select payload ->> 'requestId' as request, id from outbox_job`.execute(testbed.db)
    const ran: string[][] = []
    start(async (...job) => {
      ran.push(job)
    })
    await untilStates()
    expect(ran.sort()).toEqual(rows.map(({ request, id }) => [request, id]).sort())
    expect(ran.map(([request]) => request)).toEqual(requests.sort())
  })

  test('a slow job delays no other', async () => {
    const { resolve: open, promise: opened } = Promise.withResolvers<void>()
    const [slow] = await enqueue(6)
    start(async (request) => {
      if (request === slow) await opened
    })
    await untilStates('leased')
    open()
    await untilStates()
  })

  test('sends no more emails at once than its concurrency', async () => {
    await enqueue(8)
    let underWay = 0
    let most = 0
    start(
      async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setTimeout(resolve, 5))
        underWay -= 1
      },
      { concurrency: 3 },
    )
    await untilStates()
    expect(most).toBe(3)
  })

  test('starts claimed jobs after a delay that is drawn anew each time', async () => {
    let draws = 0
    const startDelayMs = () => {
      draws += 1
      return 1
    }
    start(async () => undefined, { startDelayMs })
    for (const round of [1, 2]) {
      await enqueue(3)
      await untilStates()
      expect(draws).toBeGreaterThanOrEqual(round)
    }
  })

  test('a delayed email is due again after its wait', async () => {
    await enqueue(1)
    start(async () => ({ status: 'delayed', failure: 'busy', seconds: 4_000 }))
    await untilStates('again')
    const [wait] = await waits()
    expect(wait).toBeGreaterThanOrEqual(4_000)
    expect(wait).toBeLessThan(4_600)
  })

  test('a job that cannot be read is buried, and the others get their email', async () => {
    const requests = await enqueue(2)
    await sql`insert into outbox_job (kind, payload) values ('recovery', 'null')`.execute(
      testbed.db,
    )
    const errors: unknown[] = []
    const sent: string[] = []
    start(
      async (request) => {
        sent.push(request)
        return undefined
      },
      { onError: (error) => errors.push(error) },
    )
    await untilStates()
    expect(sent.sort()).toEqual(requests.sort())
    expect(errors).not.toEqual([])
    expect(buried).toHaveLength(1)
  })

  const forbidden = Object.assign(new Error('permission denied for table audit_event'), {
    code: '42501',
  })

  test('jobs that the database refuses are kept, and tried again by the schedule of their kind', async () => {
    await enqueue(5)
    const before = buried.length
    const errors: unknown[] = []
    start(async () => undefined, {
      beforePrepare: () => fail(forbidden),
      onError: (error) => errors.push(error),
    })
    await untilStates(...Array<string>(5).fill('again'))
    expect(buried).toHaveLength(before)
    // All together, and three by themselves before the others are spared.
    expect(errors.slice(0, 4)).toEqual(Array(4).fill(forbidden))
    for (const wait of await waits()) expect(wait).toBeGreaterThanOrEqual(5)
  })

  test('a job that the database refuses until its deadline is buried', async () => {
    await enqueue(1)
    await sql`update outbox_job set created_at = now() - interval '1 hour'`.execute(testbed.db)
    const before = buried.length
    start(async () => undefined, { beforePrepare: () => fail(forbidden), onError: () => {} })
    await untilStates()
    expect(buried).toHaveLength(before + 1)
  })

  test.each([
    ['a right is missing', forbidden],
    ['a trigger raises', Object.assign(new Error('not today'), { code: 'P0001' })],
    ['a check fails', Object.assign(new Error('violates'), { code: '23514' })],
    ['a value does not fit', Object.assign(new Error('invalid byte'), { code: '22021' })],
    ['something else is wrong', new TypeError('a bug')],
  ])('an email that was sent is not sent again: %s when it is recorded', async (_, refusal) => {
    const [refused, ...others] = await enqueue(3)
    let refusals = 4
    const sent: string[] = []
    const recorded: string[] = []
    start(
      async (request) => {
        sent.push(request)
        return undefined
      },
      {
        beforeRecord(requests) {
          if (requests.includes(refused ?? '') && refusals-- > 0) throw refusal
          recorded.push(...requests)
        },
        onError: () => {},
      },
    )
    await untilStates()
    expect(sent.sort()).toEqual([refused, ...others].sort())
    expect(recorded.sort()).toEqual(sent)
  })

  test('one email that cannot be recorded does not keep the others from being recorded', async () => {
    const [refused] = await enqueue(6)
    const sent: string[] = []
    const { stop } = start(async (request) => void sent.push(request), {
      beforeRecord(requests) {
        if (requests.includes(refused ?? '')) throw new TypeError('a bug')
      },
      onError: () => {},
    })
    await untilStates('leased')
    await stop(100)
    expect([await states(), sent.length]).toEqual([['leased'], 6])
  })

  test('with wrong settings it tries one email at a time, and resumes when they are right', async () => {
    await enqueue(6)
    const troubles = createDeliveryTroubles(testbed.database)
    const events: RecoveryEvent[] = []
    let tries = 0
    let settingsAreRight = false
    start(
      async () => {
        tries += 1
        return settingsAreRight ? undefined : { status: 'held', failure: 'setup', seconds: 0 }
      },
      { observe: (event) => events.push(event), firstTryMs: 30 },
    )
    await expect.poll(() => troubles.current()).toMatchObject({ failure: 'setup', answer: 'no' })
    await expect.poll(() => tries).toBeGreaterThan(3)
    expect(await states()).toHaveLength(6)
    const triesSoFar = tries
    settingsAreRight = true
    await untilStates()
    // One email closed the circuit breaker, the others were sent once each.
    expect(tries - triesSoFar).toBeLessThanOrEqual(6 + 1)
    const names = events.map(({ event }) => event)
    expect(names[0]).toBe('mail.held')
    expect(names.at(-1)).toBe('mail.resumed')
    await expect.poll(() => troubles.current()).toBeUndefined()
  })

  test('one receiver that blocks us holds no email to others, and its own is tried again', async () => {
    const [blocked, ...others] = await enqueue(6)
    const sent: string[] = []
    start(
      async (request) => {
        if (request !== blocked) return void sent.push(request)
        return { status: 'delayed', failure: 'setup', concerns: 'recipient', seconds: 60 }
      },
      { domain: (request) => (request === blocked ? 'blocks-us.test' : 'example.test') },
    )
    await untilStates('again')
    expect(sent.sort()).toEqual(others.sort())
  })

  test('when two receivers block us, each try takes another email, until one is accepted', async () => {
    const requests = await enqueue(8)
    const troubles = createDeliveryTroubles(testbed.database)
    const tried: string[] = []
    let blocked = true
    start(
      async (request) => {
        tried.push(request)
        if (!blocked) return undefined
        return { status: 'delayed', failure: 'setup', concerns: 'recipient', seconds: 600 }
      },
      { domain: (request) => `d${requests.indexOf(request)}.test`, concurrency: 1, firstTryMs: 20 },
    )
    await expect.poll(() => troubles.current()).toMatchObject({ failure: 'setup' })
    await expect.poll(() => tried.length).toBeGreaterThan(3)
    expect(new Set(tried).size).toBe(tried.length)
    blocked = false
    // Each time, because a try that was under way may be recorded after the first.
    await expect
      .poll(async () => {
        await sql`update outbox_job set due_at = now() where leased_at is null`.execute(testbed.db)
        return states()
      })
      .toEqual([])
    await expect.poll(() => troubles.current()).toBeUndefined()
  })

  test('records a send when the database is back, and sends no email twice', async () => {
    await enqueue(1)
    let away = 2
    let sent = 0
    const errors: unknown[] = []
    start(
      async () => {
        sent += 1
        return undefined
      },
      {
        beforeRecord() {
          if (away-- > 0) throw new Unavailable('away')
        },
        onError: (error) => errors.push(error),
      },
    )
    await untilStates()
    expect(sent).toBe(1)
    expect(errors).toEqual([new Unavailable('away'), new Unavailable('away')])
  })

  test('a domain that does not answer does not delay emails to others', async () => {
    const { resolve: open, promise: opened } = Promise.withResolvers<void>()
    const stuck = new Set(await enqueue(8))
    const sent: string[] = []
    start(
      async (request) => {
        if (stuck.has(request)) await opened
        else sent.push(request)
        return undefined
      },
      {
        domain: (request) => (stuck.has(request) ? 'tarpit.test' : 'example.test'),
        slowAfterMs: 20,
      },
    )
    const others = await enqueue(5)
    await expect.poll(() => sent.sort()).toEqual(others.sort())
    // Two hold the overflow slots. The others wait, and the attempt does not count.
    await untilStates(...Array(6).fill('again'), 'leased', 'leased')
    open()
  })

  test('continues after the queue failed', async () => {
    const errors: unknown[] = []
    let failures = 1
    const queue = {
      ...testbed.queue,
      claim: (most: number, room?: JobRoom) =>
        failures-- > 0 ? Promise.reject(new Error('away')) : testbed.queue.claim(most, room),
    }
    await enqueue(1)
    start(async () => undefined, { queue, onError: (error) => errors.push(error) })
    await untilStates()
    expect(errors).toEqual([new Error('away')])
  })

  test('stops after finishing what is under way, and claims nothing more', async () => {
    const { resolve: open, promise: opened } = Promise.withResolvers<void>()
    await enqueue(4)
    let sending = 0
    const { stop } = start(async () => {
      sending += 1
      await opened
    })
    await expect.poll(() => sending).toBe(2)

    let stopped = false
    const stopping = stop(10_000).then(() => {
      stopped = true
    })
    await enqueue(1)
    expect(stopped).toBe(false)
    open()
    await stopping
    expect(await states()).toEqual(['again', 'again', 'new'])
  })

  test('stops at its deadline, and leaves the rest until their lease ends', async () => {
    const { resolve: open, promise: opened } = Promise.withResolvers<void>()
    await enqueue(1)
    let sending = false
    const { stop } = start(async () => {
      sending = true
      await opened
    })
    await expect.poll(() => sending).toBe(true)
    await stop(20)
    expect(await states()).toEqual(['leased'])
    open()
    await untilStates()
  })

  test('keeps no listener of the jobs it ran', async () => {
    const added = vi.spyOn(EventTarget.prototype, 'addEventListener')
    const removed = vi.spyOn(EventTarget.prototype, 'removeEventListener')
    await enqueue(20)
    start(async () => undefined, { concurrency: 1 })
    await untilStates()
    const listening = added.mock.calls.length - removed.mock.calls.length
    vi.restoreAllMocks()
    expect(listening).toBeLessThan(5)
  })
})
