import { randomUUID } from 'node:crypto'
import { domainOf, type Failure, type Observe, type Outcome } from '@latchkey/core'
import type { DeliveryTroubles } from '@latchkey/db'
import type { BreakerChange } from './circuit-breaker.ts'

/** One or two failures may be a coincidence; this many in a row, without an accepted email between them, are not. */
const FAILURES_IN_A_ROW = 3
/** A server may have no room for all connections that are opened at once. */
const BUSY_FOR_MS = 10_000
const MAX_RECIPIENTS = 100
const NOTE_EVERY_MS = 5_000
const LOOK_EVERY_MS = 30_000
/** An email that was accepted longer ago says nothing about a trouble of now. */
const RECENT_MS = 300_000

type Failed = { failure: Failure; answer: string }

/**
 * Reports why no email leaves: to the log and the metrics, and as a row that operators read later. Only an email that
 * the mail server accepts shows that the trouble is over.
 */
export function createTroubleReport(options: {
  troubles: DeliveryTroubles
  observe: Observe
  onError: (error: unknown) => void
  /** Milliseconds for which a server may be busy. */
  busyForMs?: number | undefined
  clock?: () => number
}) {
  const { troubles, observe, onError, busyForMs = BUSY_FOR_MS } = options
  const { clock = () => performance.now() } = options
  const worker = randomUUID()
  const inARow = createRuns(clock)
  let noted = false
  let noteFrom = 0
  let acceptedAt: number | undefined
  let writing: Promise<void> = Promise.resolve()

  // One write after the other: a late note must not follow the end of its trouble.
  const write = (work: () => Promise<void>) => {
    writing = writing.then(work).catch(onError)
  }
  const note = (trouble: { failure: Failure; answer: string; seconds?: number }) => {
    noted = true
    write(() => troubles.note(worker, trouble))
  }
  const forget = () => {
    if (!noted) return
    noted = false
    write(() => troubles.forget(worker))
  }

  // A killed worker shows only by missing its next attempt, so checking once is not enough.
  const forgetEnded = () => {
    if (acceptedAt === undefined || clock() - acceptedAt > RECENT_MS) return
    write(() => troubles.forgetEnded())
  }
  const looking = setInterval(forgetEnded, LOOK_EVERY_MS).unref()

  function accepted(): void {
    const isFirst = acceptedAt === undefined
    acceptedAt = clock()
    inARow.clear()
    forget()
    if (isFirst) forgetEnded()
  }

  function noteNowAndThen({ failure, answer }: Failed): void {
    if (clock() < noteFrom) return
    noteFrom = clock() + NOTE_EVERY_MS
    note({ failure, answer })
  }

  function recordFailure(failed: Failed, recipient: string, concernsAll: boolean): void {
    const run = inARow.add(failed.failure, recipient)
    if (run.count < FAILURES_IN_A_ROW) return
    const { failure } = failed
    const isGeneral =
      failure === 'unreachable' ||
      (failure === 'busy' && concernsAll && run.lastedMs >= busyForMs) ||
      (failure === 'unclear' && (concernsAll || run.recipients > 1)) ||
      // One recipient, or the recipients of one domain, may be to blame.
      (failure === 'setup' && run.recipients > 1) ||
      (failure === 'refused' && run.domains >= FAILURES_IN_A_ROW)
    if (isGeneral) noteNowAndThen(failed)
  }

  return {
    /** `recipient`: whom the email was for. */
    record(outcome: Outcome, change: BreakerChange | undefined, recipient: string): void {
      if (change && 'opened' in change && 'failure' in outcome) {
        const { failure, answer } = outcome
        const seconds = change.opened / 1_000
        observe({ event: 'mail.held', answer, nextTrySeconds: seconds })
        note({ failure, answer, seconds })
        return
      }
      if (change && 'closedAfterMs' in change) {
        observe({ event: 'mail.resumed', afterSeconds: change.closedAfterMs / 1_000 })
      }
      if (outcome.status === 'handed-over') {
        accepted()
      } else if (outcome.status === 'delayed') {
        recordFailure(outcome, recipient, outcome.concerns === 'everyone')
      } else if (outcome.status === 'dead') {
        recordFailure(outcome, recipient, false)
      }
    },
    /** A trouble of this worker may last, so it is not said to be over. */
    async close(): Promise<void> {
      clearInterval(looking)
      if (noted) write(() => troubles.leave(worker))
      await writing
    },
  }
}

type Run = { count: number; since: number; recipients: Set<string> }

/** Counts failures of each kind since the last email that was accepted. */
function createRuns(clock: () => number) {
  const runs = new Map<Failure, Run>()
  return {
    clear: () => runs.clear(),
    add(failure: Failure, recipient: string) {
      const run = runs.get(failure) ?? { count: 0, since: clock(), recipients: new Set<string>() }
      runs.set(failure, run)
      run.count += 1
      // Enough to compare with the numbers above.
      if (run.recipients.size < MAX_RECIPIENTS) run.recipients.add(recipient)
      return {
        count: run.count,
        recipients: run.recipients.size,
        domains: new Set([...run.recipients].map(domainOf)).size,
        lastedMs: clock() - run.since,
      }
    },
  }
}
