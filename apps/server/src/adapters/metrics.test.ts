import { normalPassword, type RecoveryEvent } from '@latchkey/core'
import type { QueueStats } from '@latchkey/db'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'
import { countsOf } from './metrics-events.ts'

const queue: QueueStats = {
  new: { jobs: 3, oldestSeconds: 12.5 },
  events: { jobs: 0, oldestSeconds: 0 },
  again: { jobs: 0, oldestSeconds: 0 },
  removed: { jobs: 0, oldestSeconds: 0, webhooks: [] },
  unknown: { jobs: 0, oldestSeconds: 0, kinds: [] },
}

test('reading the queue has a timeout, and concurrent scrapes share it', async () => {
  let looks = 0
  const metrics = createMetrics({
    queue() {
      looks += 1
      return new Promise(() => {})
    },
    worker: () => undefined,
  })
  const scrapes = await Promise.all([metrics.scrape(), metrics.scrape(), metrics.scrape()])
  expect(looks).toBe(1)
  for (const { text } of scrapes) {
    expect(text).toContain('latchkey_sign_ins_total{outcome="signed_in"} 0')
    expect(text).not.toMatch(/^latchkey_(?:queue_depth|queue_oldest_seconds|worker_up)\b/m)
  }
})

test('values that cannot be read are left out until they can be read again', async () => {
  const answers: (() => Promise<QueueStats>)[] = [
    async () => queue,
    async () => {
      throw new Error('away')
    },
    async () => queue,
  ]
  let worker: boolean | undefined = true
  const metrics = createMetrics({
    queue: async () => (await answers.shift()?.()) ?? queue,
    worker: () => worker,
  })
  const depth = async () => /^latchkey_queue_depth\{.*$/m.exec((await metrics.scrape()).text)?.[0]
  expect(await depth()).toBe('latchkey_queue_depth{state="new"} 3')
  expect(await depth()).toBeUndefined()
  expect(await depth()).toBe('latchkey_queue_depth{state="new"} 3')

  const up = async () => /^latchkey_worker_up .*$/m.exec((await metrics.scrape()).text)?.[0]
  expect(await up()).toBe('latchkey_worker_up 1')
  worker = false
  expect(await up()).toBe('latchkey_worker_up 0')
  worker = undefined
  expect(await up()).toBeUndefined()
})

test('a message that an earlier attempt delivered has no delay', async () => {
  const metrics = createMetrics({ queue: async () => queue, worker: () => true })
  const handedOver = {
    event: 'message.handed-over',
    messageId: 'm',
    kind: 'password-changed',
    to: 'a…@example.test',
  } as const
  metrics.observe({ ...handedOver, afterSeconds: 4 })
  metrics.observe({ ...handedOver, afterSeconds: undefined })
  const { text } = await metrics.scrape()
  expect(text).toContain('latchkey_message_delay_seconds_count{kind="password_changed"} 1')
  expect(text).toContain('latchkey_message_delay_seconds_sum{kind="password_changed"} 4')
  expect(text).toContain('latchkey_messages_total{kind="password_changed",outcome="handed_over"} 2')
})

test.each([
  ['wrong', 'verifications_total', { secret: 'code', outcome: 'refused' }],
  ['spent', 'verifications_total', { secret: 'code', outcome: 'refused' }],
  ['exhausted', 'verifications_total', { secret: 'code', outcome: 'exhausted' }],
  ['rate-limited', 'verifications_total', { secret: 'code', outcome: 'rate_limited' }],
  ['password-rejected', 'resets_total', { outcome: 'password_rejected' }],
] as const)(
  'a confirmation refused as %s is a failed code or a failed reset',
  (reason, counter, labels) => {
    const event: RecoveryEvent = { event: 'recovery.refused', step: 'confirm', reason }
    expect(countsOf(event)).toEqual([{ counter, labels, by: 1 }])
  },
)

test('hashes, waits and refusals are recorded', async () => {
  const password = normalPassword('correct horse battery staple')
  if (password === undefined) throw new Error('not a password')
  const recorded = { hashed: [] as number[], most: 0, waiting: 0, refused: 0 }
  const hasher = createPasswordHasher(await loadArgon2Engine(), {
    hashed: (seconds) => void recorded.hashed.push(seconds),
    waiting(change) {
      recorded.waiting += change
      recorded.most = Math.max(recorded.most, recorded.waiting)
    },
    refused() {
      recorded.refused += 1
    },
  })
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => hasher.hash(password)))
  const done = outcomes.filter(({ status }) => status === 'fulfilled').length
  expect(recorded.hashed).toHaveLength(done)
  expect(recorded.refused).toBe(50 - done)
  expect(recorded.refused).toBeGreaterThanOrEqual(16)
  expect(recorded.most).toBe(32)
  expect(recorded.waiting).toBe(0)
  expect(Math.min(...recorded.hashed)).toBeGreaterThan(0)
})
