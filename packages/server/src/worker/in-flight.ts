import type { JobAttempt, JobKinds, JobRoom } from '@latchkey/core'
import { beginJobSpan, endJobSpan } from '../tracing/job-spans.ts'

const MEASURE_MS = 250
/** Seconds of work that may be claimed ahead. */
const SECONDS_AHEAD = 0.5
const MAX_JOBS = 500

export type InFlight = ReturnType<typeof createInFlight>

/** The jobs that were claimed and have not ended. */
export function createInFlight(clock: () => number = () => performance.now()) {
  const jobs = new Map<string, JobAttempt>()
  let wake = () => {}
  let ended = 0
  let measuredFrom = clock()
  /** Jobs that ended in a second, when it was last measured. */
  let rate = 0

  function measure(count: number): void {
    ended += count
    const elapsedMs = clock() - measuredFrom
    if (elapsedMs < MEASURE_MS) return
    rate = (ended / elapsedMs) * 1_000
    ended = 0
    measuredFrom = clock()
  }

  return {
    size: () => jobs.size,
    all: () => jobs.values(),
    add(claimed: readonly JobAttempt[]): void {
      for (const job of claimed) {
        jobs.set(job.jobId, job)
        beginJobSpan(job)
      }
    },
    remove(done: readonly JobAttempt[]): void {
      for (const job of done) {
        jobs.delete(job.jobId)
        endJobSpan(job)
      }
      measure(done.length)
      wake()
    },
    /** Lets `changed` resolve without a change. */
    wake: () => wake(),
    /**
     * Resolves at the next change. For one caller at a time: a promise for every wait, because one that lived as long
     * as the worker would keep a listener for each.
     */
    changed: () =>
      new Promise<void>((resolve) => {
        wake = resolve
      }),
    /**
     * How many jobs to claim for `concurrency` at once: half a second of work, so that a fast handler gets large batches
     * and a slow one leaves jobs to other workers. 0 until there is room for a batch that is worth a statement.
     *
     * @param ignored jobs that hold no slot.
     */
    batchRoom(concurrency: number, ignored: number): number {
      const most = Math.min(MAX_JOBS, Math.max(2 * concurrency, Math.round(rate * SECONDS_AHEAD)))
      const room = most - (jobs.size - ignored)
      return room >= most / 2 ? room : 0
    },
  }
}

/** How many more jobs of each kind its concurrency allows. */
export function roomByKind(inFlight: Pick<InFlight, 'all'>, kinds: JobKinds): JobRoom {
  const held = Map.groupBy(inFlight.all(), ({ job }): string => job.kind)
  const rooms = Object.entries(kinds).map(([kind, { concurrency }]) => [
    kind,
    concurrency - (held.get(kind)?.length ?? 0),
  ])
  return Object.fromEntries(rooms)
}
