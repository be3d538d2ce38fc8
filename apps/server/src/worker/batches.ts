import type { Delivery, DeliveryAttempt, Observe, Ready } from '@latchkey/core'
import type { Queue } from '@latchkey/db'
import { isDatabaseAway } from './database-away.ts'

/** Prepares jobs together. A job that cannot be prepared is buried, and does not stop the others. */
export function createBatches(options: {
  delivery: Pick<Delivery, 'prepare'>
  queue: Pick<Queue, 'bury' | 'release'>
  observe: Observe
  onError: (error: unknown) => void
}) {
  const { delivery, queue, observe, onError } = options

  async function bury(attempt: DeliveryAttempt, error: unknown): Promise<void> {
    const why = `Its job could not be read: ${error instanceof Error ? error.name : 'unknown'}`
    await queue.bury(attempt, why).catch(onError)
    observe({
      event: 'message.dead',
      messageId: attempt.messageId,
      kind: attempt.job.kind,
      failure: 'unmailable',
      answer: why,
    })
  }

  /** The emails to send. The other jobs have ended, or were given back because the database is away. */
  async function prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    try {
      return await delivery.prepare(attempts)
    } catch (error) {
      onError(error)
      if (isDatabaseAway(error)) {
        await queue.release(attempts, 0).catch(onError)
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

  return { prepare }
}
