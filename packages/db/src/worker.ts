import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryJob } from '@latchkey/core'
import type { ClaimedJob, Queue } from './queue.ts'

export type WorkerOptions = {
  queue: Queue
  deliver: (messageId: string, job: DeliveryJob) => Promise<'again' | string>
  purge: () => Promise<unknown>
  /** Messages under way at once. */
  concurrency: number
  /** Milliseconds to wait before a job starts, drawn anew for each: its start must not follow its request. */
  startDelayMs: () => number
  /** Milliseconds between two looks at an empty queue. */
  pollMs?: number
  onError: (error: unknown) => void
}

export type Worker = {
  /** Takes no more jobs, finishes those under way, and resolves; after `deadlineMs` it leaves them to their lease. */
  stop(deadlineMs: number): Promise<void>
}

const TOUCH_EVERY_MS = 6_000
const PAUSE_AFTER_ERROR_MS = 1_000

/**
 * Runs jobs as places become free, so that a slow mail server holds up only the messages it is slow for. Polling
 * is the only wake-up: NOTIFY takes a lock that all committing transactions share, and asks would pay for it.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { queue, concurrency, onError, pollMs = 500 } = options
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
  // A promise for each wait, none that lives as long as the worker: it would collect every wait ever made.
  let goOn = () => {}
  const placeFree = () => new Promise<void>((resolve) => (goOn = resolve))

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (underWay.size >= concurrency) {
        await placeFree()
        continue
      }
      try {
        const claimed = await queue.claim(concurrency - underWay.size)
        for (const job of claimed) start(job)
        if (claimed.length === 0) await pause(pollMs)
      } catch (error) {
        onError(error)
        await pause(PAUSE_AFTER_ERROR_MS)
      }
    }
  }

  function start(job: ClaimedJob): void {
    const run = runJob(job, options).catch(onError)
    underWay.add(run)
    void run.finally(() => {
      underWay.delete(run)
      goOn()
    })
  }

  const ended = loop()
  void queue.onPurge(async () => void (await options.purge())).catch(onError)
  return {
    async stop(deadlineMs) {
      stopping.abort()
      goOn()
      await ended
      await Promise.race([Promise.all(underWay), sleep(deadlineMs, undefined, { ref: false })])
    },
  }
}

async function runJob(claimed: ClaimedJob, options: WorkerOptions): Promise<void> {
  const beat = setInterval(() => void claimed.touch().catch(options.onError), TOUCH_EVERY_MS)
  try {
    await sleep(options.startDelayMs())
    const outcome = await options.deliver(claimed.id, claimed.job)
    if (outcome === 'again') await claimed.giveBack('the mail server asked to try later')
    else await claimed.complete()
  } catch (error) {
    options.onError(error)
    await claimed.giveBack(error instanceof Error ? error.name : 'unknown')
  } finally {
    clearInterval(beat)
  }
}
