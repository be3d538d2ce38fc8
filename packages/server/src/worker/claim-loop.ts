import { setTimeout as sleep } from 'node:timers/promises'
import type { JobAttempt, JobKinds } from '@latchkey/core'
import type { Queue } from '@latchkey/db'
import { type InFlight, roomByKind } from './in-flight.ts'
import type { JobHandler } from './job-handler.ts'

/** Between two claims while single jobs arrive, so that several of them share statements. */
const GATHER_MS = 100
const PAUSE_AFTER_ERROR_MS = 1_000

export type ClaimLoopOptions = {
  queue: Pick<Queue, 'claim' | 'release'>
  /** The kinds of this handler. */
  kinds: JobKinds
  handler: JobHandler
  inFlight: InFlight
  takeOver: () => Promise<void>
  startDelayMs: () => number
  pollMs: number
  stopping: AbortSignal
  onError: (error: unknown) => void
}

/**
 * Claims jobs for one handler until it is stopped. It polls: NOTIFY takes a lock that all committing transactions
 * share, which would slow down requests.
 */
export async function claimJobs(options: ClaimLoopOptions): Promise<void> {
  const { handler, inFlight, stopping, pollMs, onError } = options
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => {})
  while (!stopping.aborted) {
    const room = handler.room()
    if (room === 0) {
      await inFlight.changed()
      continue
    }
    const waitMs = handler.msToNextClaim()
    if (waitMs > 0) await pause(waitMs)
    if (stopping.aborted) return
    try {
      const claimed = await claimAndStart(options, room)
      if (claimed < room) await pause(claimed > 0 ? Math.min(GATHER_MS, pollMs) : pollMs)
    } catch (error) {
      onError(error)
      await pause(PAUSE_AFTER_ERROR_MS)
    }
  }
}

/** @returns how many jobs were claimed. */
async function claimAndStart(options: ClaimLoopOptions, room: number): Promise<number> {
  const { queue, inFlight, takeOver, kinds } = options
  await takeOver()
  const claimed = await queue.claim(room, roomByKind(inFlight, kinds))
  inFlight.add(claimed)
  if (claimed.length > 0) start(options, claimed).catch(options.onError)
  return claimed.length
}

/** After a random delay: without it, the work would follow its request so closely that timing reveals it. */
async function start(
  { handler, queue, inFlight, stopping, startDelayMs, onError }: ClaimLoopOptions,
  claimed: readonly JobAttempt[],
): Promise<void> {
  await sleep(startDelayMs())
  if (!stopping.aborted) return handler.run(claimed)
  // If a job cannot be given back, its lease runs out.
  await queue.release(claimed, 0).catch(onError)
  inFlight.remove(claimed)
}
