import { type Observe, type RecoveryEvent, Unavailable } from '@latchkey/core'
import type { QueueStats } from '@latchkey/db'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countsOf, eventCounters } from './metrics-events.ts'

/* What the process tells Prometheus; docs/monitoring.md says what it means. The only file that knows prom-client. */

const PREFIX = 'latchkey_'
const LONGEST_LOOK_MS = 2_000

/** What has to be asked at the moment of a scrape. */
export type Looks = {
  queue: () => Promise<QueueStats>
  /** `undefined`: this process runs no worker, and knows nothing of one elsewhere. */
  worker: () => boolean | undefined
}

export type Metrics = {
  observe: Observe
  hashing: HashingWatch
  http: HttpWatch
  /** The Prometheus text format. Answers whatever is away; what cannot be known is left out. */
  scrape(): Promise<{ contentType: string; text: string }>
}

/** Hears of every hash, and of the queue in front of it. */
export type HashingWatch = {
  hashed(seconds: number): void
  waiting(count: number): void
  refused(): void
}

/** Routes are patterns or procedure names, never a URL. */
export type HttpWatch = {
  expect(route: string): void
  answered(answer: { route: string; status: number; seconds: number }): void
}

export function createMetrics(looks: Looks): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const queue = queueGauges(registry)
  const worker = gauge(registry, 'worker_up', 'Whether the worker of this process is up.')
  const lookAtQueue = bounded(looks.queue)
  return {
    observe: eventWatch(registry),
    hashing: hashingWatch(registry),
    http: httpWatch(registry),
    async scrape() {
      queue.show(await lookAtQueue().catch(() => undefined))
      const up = looks.worker()
      if (up === undefined) worker.remove()
      else worker.set(up ? 1 : 0)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

function eventWatch(registry: Registry): Observe {
  const counters = new Map<string, Counter>()
  for (const [name, { help, labels }] of Object.entries(eventCounters)) {
    const counter = counterOf(registry, name, help, Object.keys(labels))
    for (const values of everyCombination(labels)) counter.inc(values, 0)
    counters.set(name, counter)
  }
  const delay = new Histogram({
    name: `${PREFIX}message_delay_seconds`,
    help: 'From the ask, or the change of the password, until the mail server took the message over.',
    labelNames: ['kind'],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200],
    registers: [registry],
  })
  for (const kind of eventCounters.messages_total.labels.kind) delay.zero({ kind })
  const held = gauge(registry, 'mail_held', 'Whether mail is held: we are set up wrongly.')
  held.set(0)
  return (event: RecoveryEvent) => {
    if (event.event === 'mail.held') held.set(1)
    if (event.event === 'mail.resumed') held.set(0)
    for (const { counter, labels, by } of countsOf(event)) counters.get(counter)?.inc(labels, by)
    if (event.event !== 'message.handed-over' || event.afterSeconds === undefined) return
    delay.observe({ kind: event.kind.replaceAll('-', '_') }, event.afterSeconds)
  }
}

function hashingWatch(registry: Registry): HashingWatch {
  const duration = new Histogram({
    name: `${PREFIX}password_hash_seconds`,
    help: 'Time one password hash took, without its wait.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const waiting = gauge(registry, 'password_hash_waiting', 'Passwords that wait to be hashed.')
  const refused = counterOf(
    registry,
    'password_hash_refused_total',
    'Passwords that were not hashed: the queue was full, or the wait too long.',
  )
  return {
    hashed: (seconds) => duration.observe(seconds),
    waiting: (count) => waiting.set(count),
    refused: () => refused.inc(),
  }
}

const statusClasses = ['2xx', '3xx', '4xx', '5xx']

function httpWatch(registry: Registry): HttpWatch {
  const requests = counterOf(registry, 'http_requests_total', 'HTTP requests answered.', [
    'route',
    'status',
  ])
  const duration = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'Time an HTTP request took.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    expect(route) {
      for (const status of statusClasses) requests.inc({ route, status }, 0)
      duration.zero({ route })
    },
    answered({ route, status, seconds }) {
      requests.inc({ route, status: `${Math.floor(status / 100)}xx` })
      duration.observe({ route }, seconds)
    },
  }
}

function queueGauges(registry: Registry) {
  const state = ['state']
  const depth = gauge(registry, 'queue_depth', 'Messages that wait in the queue.', state)
  const oldest = gauge(registry, 'queue_oldest_seconds', 'Age of the oldest that waits.', state)
  return {
    show(stats: QueueStats | undefined) {
      depth.reset()
      oldest.reset()
      for (const [state, { jobs, oldestSeconds }] of Object.entries(stats ?? {})) {
        depth.set({ state }, jobs)
        oldest.set({ state }, oldestSeconds)
      }
    },
  }
}

function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []) {
  return new Gauge({ name: PREFIX + name, help, labelNames, registers: [registry] })
}

function counterOf(registry: Registry, name: string, help: string, labelNames: string[] = []) {
  return new Counter({ name: PREFIX + name, help, labelNames, registers: [registry] })
}

function everyCombination(
  labels: Record<string, readonly string[]>,
): readonly Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  )
}

/** Scrapes that come together share one look, and none waits long: a database that is away must not hold them. */
function bounded<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined
  return async () => {
    underWay ??= look().finally(() => {
      underWay = undefined
    })
    let patience: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      patience = setTimeout(() => reject(new Unavailable('No answer in time')), LONGEST_LOOK_MS)
    })
    return Promise.race([underWay, tooLong]).finally(() => clearTimeout(patience))
  }
}
