import { randomBytes } from 'node:crypto'
import {
  jobKinds,
  type Message,
  type RecoveryEvent,
  webhookEventTypes,
  webhookJob,
  webhookJobKind,
} from '@latchkey/core'
import { createDeliveryTroubles, createQueue, createWebhookStore, writeEvents } from '@latchkey/db'
import {
  newAddress,
  openReceiver,
  type Receiver,
  type StoreTestbed,
  sql,
  storeTestbeds,
} from '@latchkey/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emailDelivery } from '../worker/email-delivery.ts'
import { type JobWorker, startJobWorker } from '../worker/job-worker.ts'
import { issuerOf } from './signed.ts'
import type { Webhook } from './webhook.ts'
import { webhookJobs } from './webhook-jobs.ts'

/** Longer than any test takes: however slow a machine is, no call ends without its answer. */
const NEVER_MS = 600_000

const secret = () => `whsec_${randomBytes(32).toString('base64')}`

describe.each(storeTestbeds)('events on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let crm: Receiver
  let siem: Receiver
  let worker: JobWorker | undefined
  let seen: RecoveryEvent[] = []
  let emails = 0
  beforeAll(async () => {
    testbed = await openTestbed()
    crm = await openReceiver()
    siem = await openReceiver()
  })
  beforeEach(async () => {
    await sql`delete from outbox_job`.execute(testbed.db)
    await sql`delete from webhook_event`.execute(testbed.db)
    await sql`delete from webhook`.execute(testbed.db)
    seen = []
    emails = 0
    for (const receiver of [crm, siem]) {
      receiver.calls.length = 0
      receiver.answers(204)
    }
  })
  afterEach(async () => worker?.stop(1_000))
  afterAll(async () => {
    await Promise.all([testbed.close(), crm.close(), siem.close()])
  })

  const store = () => createWebhookStore(testbed.database)
  const standard = (name: string, url: string): Webhook => ({
    ...{ name, url, types: webhookEventTypes },
    ...{ format: 'standard', secrets: [secret()] },
  })

  /** A worker with these webhooks, whose emails are made up. */
  async function start(webhooks: readonly Webhook[]): Promise<void> {
    const observe = (event: RecoveryEvent) => void seen.push(event)
    await store().configure(webhooks.map((one) => ({ ...one, types: [...one.types] })))
    const issuer = issuerOf('https://login.example.test', ['server secret'])
    const kinds = {
      ...jobKinds,
      ...Object.fromEntries(webhooks.map(({ name }) => [webhookJobKind(name), webhookJob])),
    }
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
          emails += 1
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
    const ofWebhooks = webhooks.map((webhook) => [
      webhookJobKind(webhook.name),
      webhookJobs({
        ...{ webhook, store: store(), issuer, observe },
        ...{ chance: () => 0.5, timeoutMs: NEVER_MS },
      }),
    ])
    worker = startJobWorker({
      queue: createQueue(testbed.database, kinds),
      kinds,
      handlers: { recovery: email, ...Object.fromEntries(ofWebhooks) },
      onlyWorker: false,
      startDelayMs: () => 0,
      pollMs: 10,
      onError: (error) => {
        throw error
      },
    })
  }

  const happens = (count = 1) =>
    writeEvents(
      testbed.db,
      Array.from({ length: count }, (_, n) => ({
        type: 'limit.reached',
        data: { limit: `made-up-${n}` },
      })),
    )
  const jobsLeft = async (webhook: string) =>
    (
      await testbed.db
        .selectFrom('outbox_job')
        .select(sql<number>`extract(epoch from due_at - clock_timestamp())::float`.as('seconds'))
        .where('kind', '=', webhookJobKind(webhook))
        .where('leased_at', 'is', null)
        .execute()
    ).map(({ seconds }) => seconds)
  const makeDue = () =>
    sql`update outbox_job set due_at = now() - interval '1 s'`.execute(testbed.db)
  const delivery = () => testbed.db.selectFrom('webhook_delivery').selectAll().executeTakeFirst()

  test('an endpoint that fails is tried by the ladder, and then no more', async () => {
    crm.answers(500)
    await start([standard('crm', crm.url)])
    await happens()
    const waits = () =>
      seen.flatMap((one) => (one.event === 'webhook.delayed' ? [one.nextTrySeconds] : []))
    for (let tries = 1; tries <= 9; tries += 1) {
      await expect.poll(() => waits().length).toBeGreaterThanOrEqual(tries)
      // The first wait is so short that the next try may have begun.
      await expect.poll(() => jobsLeft('crm')).toHaveLength(1)
      await makeDue()
    }
    await crm.called(10)
    await expect.poll(delivery).toMatchObject({ state: 'dead' })
    const hours = [2, 5, 10, 14, 20, 24].map((n) => n * 3_600)
    expect(waits()).toEqual([5, 300, 1_800, ...hours])
    expect(await delivery()).toMatchObject({ attempts: 10, answer: '500' })
    expect(seen.at(-1)).toMatchObject({ event: 'webhook.dead', attempts: 10 })
    expect(new Set(crm.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('410 switches the endpoint off: what waits is given up, and it is called no more', async () => {
    crm.answers(410)
    await start([standard('crm', crm.url)])
    await happens()
    await crm.called(1)
    await expect.poll(() => seen).toContainEqual({ event: 'webhook.gone', webhook: 'crm' })
    await happens(3)
    expect(await jobsLeft('crm')).toEqual([])
    expect(crm.calls).toHaveLength(1)
    expect(await delivery()).toMatchObject({ state: 'dead', answer: '410' })
  })

  test('a redirect is not followed', async () => {
    crm.answers((_, response) => response.writeHead(301, { location: siem.url }).end())
    await start([standard('crm', crm.url)])
    await happens()
    await expect.poll(delivery).toMatchObject({ state: 'delayed' })
    expect((await delivery())?.answer).toMatch(/^301/)
    expect(siem.calls).toEqual([])
  })

  test('of an answer of ten megabytes, a kilobyte is read', async () => {
    let sent = 0
    crm.answers((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && sent < 10_000_000) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536))) return response.once('drain', more)
        }
        return response.end()
      }
      more()
    })
    await start([standard('crm', crm.url)])
    await happens()
    await expect.poll(delivery).toMatchObject({ state: 'delivered' })
    expect(sent).toBeLessThan(10_000_000)
  })

  test('Retry-After is kept, and the endpoint gets nothing else meanwhile', async () => {
    crm.answers((_, response) => response.writeHead(429, { 'retry-after': '4000' }).end())
    await start([standard('crm', crm.url)])
    await happens()
    await expect.poll(delivery).toMatchObject({ state: 'delayed' })
    await expect.poll(async () => (await jobsLeft('crm'))[0]).toBeGreaterThan(3_000)
    await happens(3)
    await expect.poll(() => jobsLeft('crm')).toHaveLength(4)
    expect(crm.calls).toHaveLength(1)
  })

  test('an endpoint that never answers delays neither email nor another webhook', async () => {
    crm.answers(() => {})
    await start([standard('crm', crm.url), standard('siem', siem.url)])
    await happens(20)
    await crm.called(4)
    for (let n = 0; n < 50; n += 1) {
      await sql`insert into outbox_job (kind, payload) values ('recovery', '{}')`.execute(
        testbed.db,
      )
    }
    await siem.called(20)
    await expect.poll(() => emails).toBe(50)
    // Its four slots are taken, and nothing else of it was claimed.
    expect(crm.calls).toHaveLength(4)
    await crm.close()
    crm = await openReceiver()
  })

  test('what is refused with a reason is given up; an unknown key may be known later', async () => {
    const caep: Webhook = {
      ...{ name: 'siem', url: siem.url, types: ['accounts.revoked'] },
      ...{ format: 'caep', audience: 'siem', token: 'let me in' },
    }
    siem.answers((_, response) => response.writeHead(400).end('{"err":"invalid_key"}'))
    await start([caep])
    const revoke = () =>
      writeEvents(testbed.db, [
        { type: 'accounts.revoked', data: { operator: null, reason: null } },
      ])
    await revoke()
    await expect.poll(async () => (await delivery())?.answer).toBe('400 invalid_key')
    siem.answers((_, response) => response.writeHead(400).end('{"err":"invalid_request"}'))
    await makeDue()
    await expect.poll(delivery).toMatchObject({ state: 'dead' })
    expect(siem.calls[0]?.headers).toMatchObject({
      authorization: 'Bearer let me in',
      'content-type': 'application/secevent+jwt',
    })
  })
})
