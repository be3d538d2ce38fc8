import type { Observe, RecoveryEvent } from '@latchkey/core'
import type { QueueStats } from '@latchkey/db'
import type { HashingWatch } from '@latchkey/server/parts/passwords'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Exposed, familyOf, type MetricFamily } from './metric-families.ts'
import { countsOf, eventCounters } from './metrics-events.ts'
import { singleFlight } from './single-flight.ts'

/* The metrics of the process, for Prometheus (docs/monitoring.md). The only file that knows prom-client. */

const PREFIX = 'latchkey_'
const QUEUE_STATS_TIMEOUT_MS = 2_000

/** What is read at the moment of a scrape. */
export type ScrapeSources = {
  queue: () => Promise<QueueStats>
  /** Whether the worker is up. `undefined`: this process runs no worker. */
  worker: () => boolean | undefined
  /** Whether the tables of the application fit the map. Accounts of our own always do. */
  accounts?: () => boolean
  /** Seconds for which the end of sessions has not arrived at a webhook. Absent: there is none. */
  unsentSeconds?: () => Promise<number>
  /** The names of the webhooks. */
  webhooks?: readonly string[]
  /** How many log lines could not be written since the start. */
  lostLogLines?: () => number
}

export type Metrics = {
  observe: Observe
  hashing: HashingWatch
  http: HttpWatch
  /** The Prometheus text format. It never fails: values that cannot be read are left out. */
  scrape(): Promise<{ contentType: string; text: string }>
  /** The same numbers as values. It never fails either. */
  read(): Promise<MetricFamily[]>
}

/** Records every HTTP request. A route is a pattern or the name of a procedure, never a URL. */
export type HttpWatch = {
  /** Makes the counters of this route start at zero. */
  expect(route: string): void
  answered(answer: { route: string; status: number; seconds: number }): void
}

export function createMetrics(sources: ScrapeSources): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const queue = queueGauges(registry)
  const worker = gauge(registry, {
    name: 'worker_up',
    help: 'Whether the worker of this process is up.',
  })
  const accounts = gauge(registry, {
    name: 'accounts_ok',
    help: 'Whether the application fits ACCOUNTS_FILE or ACCOUNTS_URL: its tables, or its answers.',
  })
  lostLinesCounter(registry, sources.lostLogLines ?? (() => 0))
  const queueStats = singleFlight(sources.queue, QUEUE_STATS_TIMEOUT_MS)
  const unsent = sources.unsentSeconds && unsentGauge(registry, sources.unsentSeconds)
  async function refresh(): Promise<void> {
    queue.show(await queueStats().catch(() => undefined))
    await unsent?.show()
    const up = sources.worker()
    if (up === undefined) worker.remove()
    else worker.set(up ? 1 : 0)
    accounts.set((sources.accounts?.() ?? true) ? 1 : 0)
  }
  return {
    observe: eventWatch(registry, sources.webhooks ?? []),
    hashing: hashingWatch(registry),
    http: httpWatch(registry),
    async scrape() {
      await refresh()
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
    async read() {
      await refresh()
      return (await registry.getMetricsAsJSON()).map((one) => familyOf(one as unknown as Exposed))
    },
  }
}

function lostLinesCounter(registry: Registry, lost: () => number): void {
  new Counter({
    name: `${PREFIX}log_lines_lost_total`,
    help: 'Log lines that could not be written.',
    registers: [registry],
    // Counted elsewhere, because the worker's thread loses lines of its own.
    collect() {
      this.reset()
      this.inc(lost())
    },
  })
}

function unsentGauge(registry: Registry, read: () => Promise<number>) {
  const seconds = gauge(registry, {
    name: 'webhook_sessions_unsent_seconds',
    help: 'For how long the end of sessions has not arrived at a webhook.',
  })
  const readOnce = singleFlight(read, QUEUE_STATS_TIMEOUT_MS)
  return {
    async show() {
      const found = await readOnce().catch(() => undefined)
      if (found === undefined) seconds.remove()
      else seconds.set(found)
    },
  }
}

function eventWatch(registry: Registry, webhooks: readonly string[]): Observe {
  const counters = new Map<string, Counter>()
  for (const [name, { help, labels }] of Object.entries(eventCounters)) {
    const made = counter(registry, { name, help, labelNames: Object.keys(labels) })
    const known = 'webhook' in labels ? { ...labels, webhook: webhooks } : labels
    for (const values of everyCombination(known)) made.inc(values, 0)
    counters.set(name, made)
  }
  const delay = new Histogram({
    name: `${PREFIX}message_delay_seconds`,
    help: 'Time from the request, or the change of the password, until the mail server accepted the email.',
    labelNames: ['kind'],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200],
    registers: [registry],
  })
  for (const kind of eventCounters.messages_total.labels.kind) delay.zero({ kind })
  const held = gauge(registry, {
    name: 'mail_held',
    help: 'Whether all email is held because the mail settings are wrong.',
  })
  held.set(0)
  return (event: RecoveryEvent) => {
    if (event.event === 'mail.held') held.set(1)
    if (event.event === 'mail.resumed') held.set(0)
    for (const count of countsOf(event)) counters.get(count.counter)?.inc(count.labels, count.by)
    if (event.event !== 'message.handed-over' || event.afterSeconds === undefined) return
    delay.observe({ kind: event.kind.replaceAll('-', '_') }, event.afterSeconds)
  }
}

function hashingWatch(registry: Registry): HashingWatch {
  const duration = new Histogram({
    name: `${PREFIX}password_hash_seconds`,
    help: 'Time to compute one password hash, without its wait in the queue.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const waiting = gauge(registry, {
    name: 'password_hash_waiting',
    help: 'Calls waiting to have a password hashed.',
  })
  const refused = counter(registry, {
    name: 'password_hash_refused_total',
    help: 'Passwords not hashed because the queue was full or the wait too long.',
  })
  return {
    hashed: (seconds) => duration.observe(seconds),
    waiting: (change) => waiting.inc(change),
    refused: () => refused.inc(),
  }
}

const statusClasses = ['2xx', '3xx', '4xx', '5xx']

function httpWatch(registry: Registry): HttpWatch {
  const requests = counter(registry, {
    name: 'http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['route', 'status'],
  })
  const duration = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'Time to answer an HTTP request.',
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
  const labelNames = ['state']
  const depth = gauge(registry, {
    name: 'queue_depth',
    help: 'Jobs waiting in the queue.',
    labelNames,
  })
  const oldest = gauge(registry, {
    name: 'queue_oldest_seconds',
    help: 'Age of the oldest waiting job.',
    labelNames,
  })
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

type Described = { name: string; help: string; labelNames?: string[] }

function gauge(registry: Registry, { name, ...described }: Described) {
  return new Gauge({ name: PREFIX + name, ...described, registers: [registry] })
}

function counter(registry: Registry, { name, ...described }: Described) {
  return new Counter({ name: PREFIX + name, ...described, registers: [registry] })
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
