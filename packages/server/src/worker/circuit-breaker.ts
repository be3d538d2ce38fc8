import type { Outcome } from '@latchkey/core'

const FIRST_TRY_MS = 10_000
const MAX_DOUBLINGS = 5

/** `opened` also when it stays open, with the wait until the next try. */
export type BreakerChange = { opened: number } | { closedAfterMs: number }

/**
 * Opens when no email can leave because of us: after one answer that concerns everyone, or when the recipients of two
 * domains got such an answer and no email was accepted in between. The policy of a single receiver holds nobody else's
 * email. While it is open, one email is tried at a time, with exponential backoff, until the server accepts one.
 */
export function createCircuitBreaker(
  firstTryMs = FIRST_TRY_MS,
  clock: () => number = () => performance.now(),
) {
  const maxWaitMs = firstTryMs * 2 ** MAX_DOUBLINGS
  let open: { since: number; waitMs: number; nextTryAt: number } | undefined
  const refusingDomains = new Set<string>()

  function isAboutUs(outcome: Outcome, domain: string): boolean {
    if (!('failure' in outcome) || outcome.failure !== 'setup') return false
    if (outcome.status === 'held') return true
    // Two are enough to know; more would only grow.
    if (refusingDomains.size < 2) refusingDomains.add(domain)
    return open !== undefined || refusingDomains.size > 1
  }

  return {
    isOpen: () => open !== undefined,
    msToNextTry: () => (open ? Math.max(0, open.nextTryAt - clock()) : 0),
    /** `domain`: that of the recipient. */
    record(outcome: Outcome, domain: string): BreakerChange | undefined {
      if (isAboutUs(outcome, domain)) {
        // Of the sends that failed together, only the first one counts.
        if (open && clock() < open.nextTryAt) return undefined
        const waitMs = open ? Math.min(open.waitMs * 2, maxWaitMs) : firstTryMs
        open = { since: open?.since ?? clock(), waitMs, nextTryAt: clock() + waitMs }
        return { opened: waitMs }
      }
      // A refused recipient or a busy server does not show that email leaves.
      if (outcome.status !== 'handed-over') return undefined
      refusingDomains.clear()
      if (!open) return undefined
      const closedAfterMs = clock() - open.since
      open = undefined
      return { closedAfterMs }
    },
  }
}
