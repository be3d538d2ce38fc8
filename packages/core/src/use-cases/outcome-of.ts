import { type Concern, type Failure, failures, HandoverFailed } from '../handover.ts'
import { jobKinds, secondsUntilRetry } from '../job.ts'
import type { DeliveryAttempt, Outcome } from '../ports/index.ts'

/** What follows from a failed hand-over. `chance` is a random number from 0 to 1. */
export function outcomeOf(
  error: unknown,
  { attempt, tries, chance }: { attempt: DeliveryAttempt; tries: number; chance: number },
): Outcome {
  const { failure, answer, concerns } = failureOf(error)
  const retry = (): Outcome => {
    const seconds = secondsUntilRetry(jobKinds[attempt.job.kind], tries, chance)
    return { attempt, status: 'delayed', failure, concerns, answer, seconds }
  }
  switch (failures[failure]) {
    case 'retry':
      return retry()
    case 'hold':
      if (concerns === 'recipient') return retry()
      return { attempt, status: 'held', failure, answer, seconds: 0 }
    case 'suppress':
      return { attempt, status: 'suppressed', reason: 'undeliverable' }
    case 'give-up':
      return { attempt, status: 'dead', failure, answer }
  }
}

/** Any other error means that this email cannot be composed: retrying would not help, and others are not affected. */
function failureOf(error: unknown): { failure: Failure; answer: string; concerns: Concern } {
  if (error instanceof HandoverFailed) {
    return { failure: error.failure, answer: error.message, concerns: error.concerns }
  }
  const name = error instanceof Error ? error.name : 'unknown'
  const answer = `It could not be written: ${name}`
  return { failure: 'unmailable', answer, concerns: 'recipient' }
}
