import type { Outcome } from '@latchkey/core'

const FIRST_TRY_MS = 10_000
const MAX_DOUBLINGS = 5

/** `opened` also when it stays open, with the wait until the next try. */
export type BreakerChange = { opened: number } | { closedAfterMs: number }

/**
 * Opens when an email is held because the mail settings are wrong. While it is open, one email is tried at a time,
 * with exponential backoff, until one gets past the failing step.
 */
export function createCircuitBreaker(
  firstTryMs = FIRST_TRY_MS,
  clock: () => number = () => performance.now(),
) {
  const maxWaitMs = firstTryMs * 2 ** MAX_DOUBLINGS
  let open: { since: number; waitMs: number; nextTryAt: number } | undefined
  return {
    isOpen: () => open !== undefined,
    msToNextTry: () => (open ? Math.max(0, open.nextTryAt - clock()) : 0),
    record(outcome: Outcome): BreakerChange | undefined {
      if (outcome.status === 'held' && outcome.failure === 'setup') {
        // Of the sends that failed together, only the first one counts.
        if (open && clock() < open.nextTryAt) return undefined
        const waitMs = open ? Math.min(open.waitMs * 2, maxWaitMs) : firstTryMs
        open = { since: open?.since ?? clock(), waitMs, nextTryAt: clock() + waitMs }
        return { opened: waitMs }
      }
      if (!open || isInconclusive(outcome)) return undefined
      const closedAfterMs = clock() - open.since
      open = undefined
      return { closedAfterMs }
    },
  }
}

/** Whether the email did not reach the step at which wrong settings fail. */
function isInconclusive(outcome: Outcome): boolean {
  if (outcome.status === 'suppressed' || outcome.status === 'held') return true
  return 'failure' in outcome && ['unreachable', 'unmailable'].includes(outcome.failure)
}
