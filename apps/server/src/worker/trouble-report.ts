import type { Failure, Observe, Outcome } from '@latchkey/core'
import type { DeliveryTroubles } from '@latchkey/db'
import type { Circuit } from './circuit-breaker.ts'

/** So many in a row, and it is no longer one recipient's bad luck. */
const UNREACHABLE_IN_A_ROW = 3
const NOTE_EVERY_MS = 5_000
const RETRIED_WITHIN_SECONDS = 600

/** Tells people why no mail leaves: the log and the metrics at once, and a row for whoever looks later. */
export function createTroubleTeller(options: {
  worker: string
  troubles: DeliveryTroubles
  observe: Observe
  onError: (error: unknown) => void
}) {
  const { worker, troubles, observe, onError } = options
  let unreachable = 0
  let noted = false
  let noteFrom = 0
  let writing: Promise<void> = Promise.resolve()

  // One after the other, or a late note would outlive the end of its trouble.
  const write = (work: () => Promise<void>) => {
    writing = writing.then(work).catch(onError)
  }
  const note = (trouble: { failure: Failure; answer: string; seconds: number }) => {
    noted = true
    write(() => troubles.note(worker, trouble))
  }
  const forget = () => {
    if (!noted) return
    noted = false
    write(() => troubles.forget(worker))
  }

  return {
    heed(outcome: Outcome, changed: ReturnType<Circuit['heed']>): void {
      if (changed && 'opened' in changed && outcome.status === 'held') {
        const { failure, answer } = outcome
        const seconds = changed.opened / 1_000
        observe({ event: 'mail.held', answer, nextTrySeconds: seconds })
        note({ failure, answer, seconds })
        return
      }
      if (changed && 'closedAfterMs' in changed) {
        observe({ event: 'mail.resumed', afterSeconds: changed.closedAfterMs / 1_000 })
      }
      if (outcome.status === 'delayed' && outcome.failure === 'unreachable') {
        unreachable += 1
        if (unreachable < UNREACHABLE_IN_A_ROW || performance.now() < noteFrom) return
        noteFrom = performance.now() + NOTE_EVERY_MS
        const { failure, answer } = outcome
        note({ failure, answer, seconds: RETRIED_WITHIN_SECONDS })
        return
      }
      if (outcome.status === 'held' || outcome.status === 'suppressed') return
      unreachable = 0
      forget()
    },
    async close(): Promise<void> {
      forget()
      await writing
    },
  }
}
