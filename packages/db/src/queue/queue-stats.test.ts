import { randomUUID } from 'node:crypto'
import { type DeliveryJob, jobKinds, webhookEventTypes, webhookJob } from '@latchkey/core'
import { isDelivery } from '@latchkey/core/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStores } from '../stores.ts'
import {
  charge,
  guessLimit,
  newDigest,
  newRequest,
  type StoreTestbed,
  storeTestbeds,
  unlimited,
} from '../testing/index.ts'
import { createWebhookStore } from '../webhooks/webhook-store.ts'
import { createQueue } from './queue.ts'

/* What the database tells for metrics. */

describe.each(storeTestbeds)('on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() => sql`delete from outbox_job`.execute(testbed.db))
  afterAll(() => testbed.close())

  const enqueue = (...jobs: DeliveryJob[]) =>
    testbed.db.transaction().execute(async (trx) => {
      for (const job of jobs) await testbed.queue.enqueue(trx, job)
    })
  const job = (): DeliveryJob => ({ kind: 'recovery', requestId: randomUUID(), withheld: false })
  const age = (seconds: number, where = sql`true`) =>
    sql`update outbox_job set created_at = now() - make_interval(secs => ${seconds}) where ${where}`.execute(
      testbed.db,
    )

  test('an empty outbox has no jobs and no age', async () => {
    const none = { jobs: 0, oldestSeconds: 0 }
    expect(await testbed.queue.stats()).toEqual({
      new: none,
      again: none,
      events: none,
      removed: { ...none, webhooks: [] },
      unknown: { ...none, kinds: [] },
    })
  })

  test('jobs that were never claimed and jobs to be retried are counted apart', async () => {
    await enqueue(job(), job(), job(), job(), job())
    await age(90)
    const [claimed, done] = (await testbed.queue.claim(3)).filter(isDelivery)
    if (!claimed || !done) throw new Error('expected three jobs')
    await testbed.queue.release([claimed], 0)
    await testbed.stores.messages.record([{ attempt: done, status: 'handed-over', answer: 'ok' }])
    await age(600, sql`claim > 0`)
    const { new: fresh, again } = await testbed.queue.stats()
    expect([fresh.jobs, again.jobs]).toEqual([2, 1])
    expect(fresh.oldestSeconds).toBeGreaterThanOrEqual(90)
    expect(fresh.oldestSeconds).toBeLessThan(600)
    expect(again.oldestSeconds).toBeGreaterThanOrEqual(600)
  })

  test('events that wait for a webhook are counted apart from emails', async () => {
    await enqueue(job())
    await sql`insert into outbox_job (kind, payload) values ('webhook:crm', '{}')`.execute(
      testbed.db,
    )
    await age(60, sql`kind = 'webhook:crm'`)
    // No worker ever had it.
    expect(await testbed.queue.stats()).toMatchObject({
      events: { jobs: 0 },
      removed: { jobs: 1, webhooks: ['crm'] },
      unknown: { jobs: 0 },
    })
    const {
      new: fresh,
      events,
      removed,
      unknown,
    } = await createQueue(testbed.database, {
      ...jobKinds,
      'webhook:crm': webhookJob,
    }).stats()
    expect([fresh.jobs, events.jobs, removed.jobs, unknown.jobs]).toEqual([1, 1, 0, 0])
    expect(events.oldestSeconds).toBeGreaterThanOrEqual(60)
  })

  test('a webhook is removed when no worker has it, not when the settings of one process lack it', async () => {
    const webhooks = createWebhookStore(testbed.database)
    const crm = { name: 'crm', url: 'https://crm.example.test/hook', types: webhookEventTypes }
    await webhooks.configure([crm])
    await sql`insert into outbox_job (kind, payload) values ('webhook:crm', '{}')`.execute(
      testbed.db,
    )
    const elsewhere = { events: { jobs: 1 }, removed: { jobs: 0, webhooks: [] } }
    expect(await testbed.queue.stats()).toMatchObject(elsewhere)
    await sql`update webhook set state = 'off'`.execute(testbed.db)
    expect(await testbed.queue.stats()).toMatchObject(elsewhere)
    await webhooks.configure([])
    expect(await testbed.queue.stats()).toMatchObject({
      events: { jobs: 0 },
      removed: { jobs: 1, webhooks: ['crm'] },
    })
  })

  test('jobs of a kind that only a newer version knows are counted apart, and named', async () => {
    await enqueue(job())
    for (const kind of ['a-webhook', 'zero-day-notice', 'zero-day-notice'])
      await sql`insert into outbox_job (kind, payload) values (${kind}, '{}')`.execute(testbed.db)
    await age(60, sql`kind = 'a-webhook'`)
    const { new: known, again, unknown } = await testbed.queue.stats()
    expect([known.jobs, again.jobs, unknown.jobs]).toEqual([1, 0, 3])
    expect(unknown.kinds).toEqual(['a-webhook', 'zero-day-notice'])
    expect(unknown.oldestSeconds).toBeGreaterThanOrEqual(60)
  })

  test('a hand-over takes the time since its job was written, and only the first one', async () => {
    const { pair } = await testbed.mailedAccount()
    const then = { requested_at: new Date(Date.now() - 45_000) }
    await testbed.db.updateTable('message').set(then).where('id', '=', pair.messageId).execute()
    const ok = { status: 'handed-over', answer: '250 ok' } as const
    const seconds = await testbed.record(pair.messageId, ok)
    expect(seconds).toBeGreaterThanOrEqual(45)
    expect(seconds).toBeLessThan(600)
    expect(await testbed.record(pair.messageId, ok)).toBeUndefined()
  })

  test('each hit that a limit refuses is told once, by the name of the limit', async () => {
    const heard: string[] = []
    const stores = createStores(testbed.database, {
      rateLimits: true,
      onLimit: (limit) => heard.push(limit),
    })
    const network = () => ({ ...charge(1), limit: 'sign-in-by-client' as const })
    const networks = [network(), network(), network()]
    await stores.limiter.charge(networks)
    expect(heard).toEqual([])
    await stores.limiter.charge(networks)
    expect(heard.splice(0)).toEqual(['sign-in-by-client'])

    const address = { ...charge(1), limit: 'mail-by-address' as const }
    const client = { ...charge(2), limit: 'request-by-client' as const }
    const requestAgain = () =>
      stores.recovery.openRequest(
        newRequest({
          addressDigest: address.subject,
          charges: { ...unlimited, client: [client], address },
        }),
      )
    await requestAgain()
    await requestAgain()
    expect(heard.splice(0)).toEqual(['mail-by-address'])
    expect(await requestAgain()).toMatchObject({ status: 'rate-limited' })
    expect(heard.splice(0)).toEqual(['request-by-client'])

    const budget = { ...guessLimit, 'guess-by-address': [{ seconds: 60, most: 1 }] }
    const request = await testbed.openRequest()
    await stores.recovery.chargeGuess(request.id, budget)
    expect(heard).toEqual([])
    expect(await stores.recovery.chargeGuess(request.id, budget)).toBe('exhausted')
    expect(heard.splice(0)).toEqual(['guess-by-address'])
    // The five guesses of one request are no limit of the table.
    for (let n = 0; n < 5; n += 1) {
      await stores.recovery.chargeGuess(request.id, guessLimit)
    }
    expect(heard).toEqual([])

    const nobody = newDigest()
    await stores.recovery.chargeGuessByAddress(nobody, budget)
    await stores.recovery.chargeGuessByAddress(nobody, budget)
    expect(heard).toEqual(['guess-without-request'])
  })
})
