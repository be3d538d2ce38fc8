import { setTimeout as sleep } from 'node:timers/promises'
import { type JobKinds, jobKinds } from '@latchkey/core'
import type { Queue } from '@latchkey/db'
import { claimJobs } from './claim-loop.ts'
import { isDatabaseAway } from './database-away.ts'
import { createInFlight, type InFlight } from './in-flight.ts'
import type { CreateJobHandler } from './job-handler.ts'
import { keepLeases } from './leases.ts'

const POLL_MS = 500
const CLOSE_TIMEOUT_MS = 1_000

export type JobWorkerOptions = {
  queue: Queue
  /** Who does the work of each kind of job. Kinds with the same handler are claimed together. */
  handlers: Readonly<Record<string, CreateJobHandler>>
  kinds?: JobKinds
  /** No other worker can exist, so jobs found active at start-up were abandoned by a crash. */
  onlyWorker: boolean
  /** Milliseconds before claimed jobs start, drawn anew each time: a start must not follow its request at once. */
  startDelayMs: () => number
  /** Milliseconds between two polls of an empty queue. */
  pollMs?: number
  onError: (error: unknown) => void
}

export type JobWorker = {
  /** Claims no more jobs, and resolves when those in flight have ended, or after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>
}

/** Runs jobs of any kind. Each handler has a loop of its own, so that a slow one does not delay the others. */
export function startJobWorker(options: JobWorkerOptions): JobWorker {
  const { queue, handlers, kinds = jobKinds, onlyWorker, startDelayMs, pollMs = POLL_MS } = options
  const stopping = new AbortController()
  const groups = byHandler(handlers).map(([createHandler, names]) => {
    const own = Object.fromEntries(Object.entries(kinds).filter(([name]) => names.includes(name)))
    const inFlight = createInFlight()
    const handler = createHandler({ queue, kinds: own, inFlight, onError })
    return { handler, inFlight, kinds: own }
  })
  const leases = keepLeases({
    queue,
    inFlight: () => groups.flatMap(({ inFlight }) => [...inFlight.all()]),
    onlyWorker,
    onError: options.onError,
  })

  function onError(error: unknown): void {
    if (isDatabaseAway(error)) leases.waitForOthers()
    options.onError(error)
  }

  const loops = groups.map((group) =>
    claimJobs({
      ...group,
      queue,
      takeOver: leases.takeOver,
      startDelayMs,
      pollMs,
      stopping: stopping.signal,
      onError,
    }),
  )

  return {
    async stop(deadlineMs) {
      stopping.abort()
      for (const { handler, inFlight } of groups) {
        handler.stop()
        inFlight.wake()
      }
      await Promise.all(loops)
      await within(deadlineMs, Promise.all(groups.map(({ inFlight }) => allEnded(inFlight))))
      await within(CLOSE_TIMEOUT_MS, Promise.all(groups.map(({ handler }) => handler.close())))
      leases.stop()
    },
  }
}

/** The kinds of each handler. */
function byHandler(handlers: JobWorkerOptions['handlers']): [CreateJobHandler, string[]][] {
  const grouped = Map.groupBy(Object.entries(handlers), ([, createHandler]) => createHandler)
  return [...grouped].map(([createHandler, rows]) => [createHandler, rows.map(([kind]) => kind)])
}

async function allEnded(inFlight: InFlight): Promise<void> {
  while (inFlight.size() > 0) await inFlight.changed()
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(ms, undefined, { ref: false })])
}
