import {
  type Delivery,
  type DeliveryAttempt,
  jobKinds,
  type Ready,
  secondsUntilRetry,
} from '@latchkey/core'
import { PortFailure, type Queue, refusedWith } from '@latchkey/db'
import { isDatabaseAway } from './database-away.ts'

/** Prepares jobs together. One that cannot be prepared goes on later, or is buried if that cannot help, and does not stop the others. */
export function createBatches(options: {
  delivery: Pick<Delivery, 'prepare' | 'bury'>
  queue: Pick<Queue, 'release'>
  /** A random number from 0 to 1. */
  chance: () => number
  now: () => Date
  onError: (error: unknown) => void
}) {
  const { delivery, queue, chance, now, onError } = options

  /** The emails to send. The other jobs have ended, or were given back to be prepared later. */
  async function prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    try {
      return await delivery.prepare(attempts)
    } catch (error) {
      onError(error)
      if (attempts.length > 1 && mayConcernOne(error)) return oneByOne(attempts)
      await giveBack(attempts, error)
      return []
    }
  }

  /** One of them may be to blame. If several in a row cannot be prepared for now, all cannot. */
  async function oneByOne(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    const ready: Ready[] = []
    let failed = 0
    for (const [n, attempt] of attempts.entries()) {
      try {
        ready.push(...(await delivery.prepare([attempt])))
        failed = 0
      } catch (error) {
        onError(error)
        await giveBack([attempt], error)
        failed = isForNow(error) ? failed + 1 : 0
        if (failed < MOST_FAILED) continue
        await giveBack(attempts.slice(n + 1), error)
        break
      }
    }
    return ready
  }

  /** A job goes on later if that may help, and is buried if not. */
  async function giveBack(attempts: readonly DeliveryAttempt[], error: unknown): Promise<void> {
    if (isDatabaseAway(error)) {
      const seconds = portFailure(error) ? AGAIN_SECONDS : 0
      await queue.release(attempts, seconds).catch(onError)
      return
    }
    const state = refusedWith(error)
    for (const attempt of attempts) {
      const seconds = state === undefined ? undefined : secondsUntilNext(attempt)
      await (seconds === undefined
        ? delivery.bury(attempt, whyNot(error, state))
        : queue.release([attempt], seconds)
      ).catch(onError)
    }
  }

  /** By the schedule of its kind; `undefined` if that is after its deadline. */
  function secondsUntilNext({ job, claim, queuedAt }: DeliveryAttempt): number | undefined {
    const kind = jobKinds[job.kind]
    const seconds = secondsUntilRetry(kind, claim, chance())
    const age = (now().getTime() - queuedAt.getTime()) / 1_000
    return age + seconds < kind.deadlineMinutes * 60 ? seconds : undefined
  }

  return { prepare }
}

function whyNot(error: unknown, state: string | undefined): string {
  if (state !== undefined) return `The database refused a statement until it was too late: ${state}`
  return `Its job could not be read: ${error instanceof Error ? error.name : 'unknown'}`
}

/** Seconds until an application that failed is called again. */
const AGAIN_SECONDS = 5
/** In a row, of one job each. */
const MOST_FAILED = 3

function portFailure(error: unknown): PortFailure | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof PortFailure ? cause : undefined
}

/** Whether it may have failed because of one job. An application may fail at one of the addresses. */
function mayConcernOne(error: unknown): boolean {
  if (!isDatabaseAway(error)) return true
  const problem = portFailure(error)?.problem
  return problem === 'failed' || problem === 'unreadable'
}

/** Whether the same job may be prepared later. */
function isForNow(error: unknown): boolean {
  return isDatabaseAway(error) || refusedWith(error) !== undefined
}
