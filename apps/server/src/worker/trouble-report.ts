import { randomUUID } from 'node:crypto'
import type { Failure, Observe, Outcome } from '@latchkey/core'
import type { DeliveryTroubles } from '@latchkey/db'
import type { BreakerChange } from './circuit-breaker.ts'

/** One or two failed connections may be a coincidence; this many in a row are not. */
const UNREACHABLE_IN_A_ROW = 3
const NOTE_EVERY_MS = 5_000
const RETRIED_WITHIN_SECONDS = 600

/** Reports why no email leaves: to the log and the metrics, and as a row that operators read later. */
export function createTroubleReport(options: {
  troubles: DeliveryTroubles
  observe: Observe
  onError: (error: unknown) => void
}) {
  const { troubles, observe, onError } = options
  const worker = randomUUID()
  let unreachable = 0
  let noted = false
  let noteFrom = 0
  let writing: Promise<void> = Promise.resolve()

  // One write after the other: a late note must not follow the end of its trouble.
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

  function recordUnreachable({ failure, answer }: { failure: Failure; answer: string }): void {
    unreachable += 1
    if (unreachable < UNREACHABLE_IN_A_ROW || performance.now() < noteFrom) return
    noteFrom = performance.now() + NOTE_EVERY_MS
    note({ failure, answer, seconds: RETRIED_WITHIN_SECONDS })
  }

  return {
    record(outcome: Outcome, change: BreakerChange | undefined): void {
      if (change && 'opened' in change && outcome.status === 'held') {
        const { failure, answer } = outcome
        const seconds = change.opened / 1_000
        observe({ event: 'mail.held', answer, nextTrySeconds: seconds })
        note({ failure, answer, seconds })
        return
      }
      if (change && 'closedAfterMs' in change) {
        observe({ event: 'mail.resumed', afterSeconds: change.closedAfterMs / 1_000 })
      }
      if (outcome.status === 'delayed' && outcome.failure === 'unreachable') {
        recordUnreachable(outcome)
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
