import { type Failure, failures, HandoverFailed } from '../handover.ts'
import { jobKinds, secondsUntilRetry } from '../job.ts'
import type { DeliveryAttempt, Outcome } from '../ports/index.ts'

/** What follows from a failed hand-over. `chance` is a random number from 0 to 1. */
export function outcomeOf(
  error: unknown,
  { attempt, tries, chance }: { attempt: DeliveryAttempt; tries: number; chance: number },
): Outcome {
  const { failure, answer } = failureOf(error)
  switch (failures[failure]) {
    case 'retry': {
      const seconds = secondsUntilRetry(jobKinds[attempt.job.kind], tries, chance)
      return { attempt, status: 'delayed', failure, answer, seconds }
    }
    case 'hold':
      return { attempt, status: 'held', failure, answer, seconds: 0 }
    case 'suppress':
      return { attempt, status: 'suppressed', reason: 'undeliverable' }
    case 'give-up':
      return { attempt, status: 'dead', failure, answer }
  }
}

/** Any other error means that this email cannot be composed: retrying would not help, and others are not affected. */
function failureOf(error: unknown): { failure: Failure; answer: string } {
  if (error instanceof HandoverFailed) return { failure: error.failure, answer: error.message }
  const name = error instanceof Error ? error.name : 'unknown'
  return { failure: 'unmailable', answer: `It could not be written: ${name}` }
}
