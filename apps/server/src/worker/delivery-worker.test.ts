import { randomUUID } from 'node:crypto'
import {
  type DeliveryAttempt,
  type DeliveryJob,
  type Failure,
  type Message,
  type RecoveryEvent,
  Unavailable,
} from '@latchkey/core'
import { createDeliveryTroubles } from '@latchkey/db'
import { emailAddress, type StoreTestbed, sql, storeTestbeds } from '@latchkey/db/testing'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startWorker, type Worker, type WorkerOptions } from './delivery-worker.ts'

/** A promise and the way to keep it. */
function door() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** Who gets it is all a worker looks at. */
function mailTo(request: string, domain = 'example.test') {
  const message = { kind: 'password-changed', to: `${request}@${domain}` } as Message
  return { message, owner: emailAddress() }
}

describe.each(storeTestbeds)('a worker on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let worker: Worker
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() => sql`delete from outbox_job`.execute(testbed.db))
  afterEach(() => worker.stop(1_000))
  afterAll(() => testbed.close())

  type Send = (request: string, messageId: string) => Promise<End | undefined>
  type End = { status: 'delayed' | 'held'; failure: Failure; seconds: number }

  /** A worker whose mails are made up: what is told is when which job is taken, sent and written down. */
  function start(
    send: Send,
    {
      beforeRecord,
      domain,
      ...change
    }: Partial<WorkerOptions> & {
      beforeRecord?: () => void
      domain?: (request: string) => string
    } = {},
  ): Worker {
    const requestOf = ({ job }: DeliveryAttempt) => (job.kind === 'recovery' ? job.requestId : '')
    worker = startWorker({
      queue: testbed.queue,
      delivery: {
        prepare: async (attempts) =>
          attempts.map((attempt) => {
            const request = requestOf(attempt)
            if (!request) throw new Error('The payload names no request')
            return { attempt, tries: 1, ...mailTo(request, domain?.(request)) }
          }),
        async send({ attempt }) {
          const end = await send(requestOf(attempt), attempt.messageId)
          if (end) return { attempt, answer: 'no', ...end }
          return { attempt, status: 'handed-over', answer: '250 ok' }
        },
        async record(ended) {
          beforeRecord?.()
          await testbed.stores.messages.record(ended.map(({ outcome }) => outcome))
        },
      },
      troubles: createDeliveryTroubles(testbed.database),
      concurrency: 2,
      startDelayMs: () => 0,
      pollMs: 10,
      observe: () => {},
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
  const untilStates = (...expected: string[]) =>
    vi.waitFor(async () => expect(await states()).toEqual(expected), { timeout: 10_000 })

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

  test('lets a slow job hold up none but itself', async () => {
    const { open, opened } = door()
    const [slow] = await enqueue(6)
    start(async (request) => {
      if (request === slow) await opened
    })
    await untilStates('leased')
    open()
    await untilStates()
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
      },
      { concurrency: 3 },
    )
    await untilStates()
    expect(most).toBe(3)
  })

  test('starts what it takes after a delay, drawn anew each time', async () => {
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

  test('gives a job back that should run again, when it should', async () => {
    await enqueue(1)
    start(async () => ({ status: 'delayed', failure: 'busy', seconds: 40 }))
    await untilStates('again')
    const { rows } = await sql<{ wait: number }>`
      select extract(epoch from due_at - clock_timestamp())::float as wait from outbox_job`.execute(
      testbed.db,
    )
    expect(rows[0]?.wait).toBeGreaterThan(20)
  })

  test('ends a job that cannot be read, says so, and the others get their mail', async () => {
    const requests = await enqueue(2)
    await sql`insert into outbox_job (kind, payload) values ('recovery', 'null')`.execute(
      testbed.db,
    )
    const errors: unknown[] = []
    const events: RecoveryEvent[] = []
    const sent: string[] = []
    start(
      async (request) => {
        sent.push(request)
        return undefined
      },
      { onError: (error) => errors.push(error), observe: (event) => events.push(event) },
    )
    await untilStates()
    expect(sent.sort()).toEqual(requests.sort())
    expect(errors).not.toEqual([])
    expect(events).toMatchObject([{ event: 'message.dead', failure: 'unmailable' }])
  })

  test('set up wrongly, it tries one mail at a time, and heals by itself', async () => {
    await enqueue(6)
    const troubles = createDeliveryTroubles(testbed.database)
    const events: RecoveryEvent[] = []
    let tries = 0
    let mended = false
    start(
      async () => {
        tries += 1
        return mended ? undefined : { status: 'held', failure: 'setup', seconds: 0 }
      },
      { observe: (event) => events.push(event), firstTryMs: 30 },
    )
    await vi.waitFor(async () => {
      expect(await troubles.current()).toMatchObject({ failure: 'setup', answer: 'no' })
      expect(tries).toBeGreaterThan(3)
    })
    const seenOpen = tries
    expect(await states()).toHaveLength(6)
    mended = true
    await untilStates()
    // One mail found out, the others went once each.
    expect(tries - seenOpen).toBeLessThanOrEqual(6 + 1)
    const told = events.map(({ event }) => event)
    expect(told[0]).toBe('mail.held')
    expect(told.at(-1)).toBe('mail.resumed')
    await vi.waitFor(async () => expect(await troubles.current()).toBeUndefined())
  })

  test('writes a hand-over down when the database is back, and mails nobody twice', async () => {
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

  test('keeps mails going beside a domain where nothing moves', async () => {
    const { open, opened } = door()
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
    await vi.waitFor(() => expect(sent.sort()).toEqual(others.sort()), { timeout: 5_000 })
    // As many as there are places are aside; those beyond wait without having been blamed.
    await untilStates(...Array(6).fill('again'), 'leased', 'leased')
    open()
  })

  test('goes on after the queue itself failed', async () => {
    const errors: unknown[] = []
    let failures = 1
    const queue = {
      ...testbed.queue,
      claim: (most: number) =>
        failures-- > 0 ? Promise.reject(new Error('away')) : testbed.queue.claim(most),
    }
    await enqueue(1)
    start(async () => undefined, { queue, onError: (error) => errors.push(error) })
    await untilStates()
    expect(errors).toEqual([new Error('away')])
  })

  test('stops after finishing what is under way, and takes nothing more', async () => {
    const { open, opened } = door()
    await enqueue(4)
    let sending = 0
    const { stop } = start(async () => {
      sending += 1
      await opened
    })
    await vi.waitFor(() => expect(sending).toBe(2), { timeout: 10_000 })

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

  test('stops at its deadline, and leaves the rest to the lease', async () => {
    const { open, opened } = door()
    await enqueue(1)
    const { stop } = start(async () => {
      await opened
    })
    await untilStates('leased')
    await stop(20)
    expect(await states()).toEqual(['leased'])
    open()
    await untilStates()
  })

  test('does not remember the jobs it ran', async () => {
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
