import type { Delivery, DeliveryAttempt, Ready } from '@latchkey/core'
import { PortFailure, type Queue } from '@latchkey/db'
import { isDatabaseAway } from './database-away.ts'

/** Prepares jobs together. A job that cannot be prepared is buried, and does not stop the others. */
export function createBatches(options: {
  delivery: Pick<Delivery, 'prepare' | 'bury'>
  queue: Pick<Queue, 'release'>
  onError: (error: unknown) => void
}) {
  const { delivery, queue, onError } = options

  async function bury(attempt: DeliveryAttempt, error: unknown): Promise<void> {
    const why = `Its job could not be read: ${error instanceof Error ? error.name : 'unknown'}`
    await delivery.bury(attempt, why).catch(onError)
  }

  /** The emails to send. The other jobs have ended, or were given back because the database is away. */
  async function prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    try {
      return await delivery.prepare(attempts)
    } catch (error) {
      onError(error)
      if (isDatabaseAway(error)) {
        const failure = portFailure(error)
        if (failure && mayBeOne(failure) && attempts.length > 1) return oneByOne(attempts)
        await queue.release(attempts, failure ? AGAIN_SECONDS : 0).catch(onError)
        return []
      }
      const [attempt, ...others] = attempts
      if (attempt && others.length === 0) {
        await bury(attempt, error)
        return []
      }
      const ready: Ready[] = []
      for (const each of attempts) ready.push(...(await prepare([each])))
      return ready
    }
  }

  /** An application may fail at one of the addresses. If it fails at several, it fails at all. */
  async function oneByOne(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    const ready: Ready[] = []
    let failed = 0
    for (const [n, attempt] of attempts.entries()) {
      if (failed === MOST_FAILED) {
        await queue.release(attempts.slice(n), AGAIN_SECONDS).catch(onError)
        break
      }
      try {
        ready.push(...(await delivery.prepare([attempt])))
        failed = 0
      } catch (error) {
        failed += 1
        ready.push(...(await prepareAgain(attempt, error)))
      }
    }
    return ready
  }

  async function prepareAgain(attempt: DeliveryAttempt, error: unknown): Promise<Ready[]> {
    if (!isDatabaseAway(error)) return prepare([attempt])
    await queue.release([attempt], AGAIN_SECONDS).catch(onError)
    return []
  }

  return { prepare }
}

/** Seconds until an application that failed is called again. */
const AGAIN_SECONDS = 5
/** In a row, of calls for one address each. */
const MOST_FAILED = 3

function portFailure(error: unknown): PortFailure | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof PortFailure ? cause : undefined
}

function mayBeOne({ problem }: PortFailure): boolean {
  return problem === 'failed' || problem === 'unreadable'
}
