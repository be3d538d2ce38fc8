import type { Outcome } from '@latchkey/core'

const FIRST_TRY_MS = 10_000
const DOUBLED_TIMES = 5

export type Circuit = ReturnType<typeof createCircuit>

/**
 * Open while our own set-up keeps every mail from leaving. One mail is then tried at a time, ever more rarely, until
 * one gets past what was wrong.
 */
export function createCircuit(
  firstTryMs = FIRST_TRY_MS,
  clock: () => number = () => performance.now(),
) {
  const longestMs = firstTryMs * 2 ** DOUBLED_TIMES
  let open: { since: number; waitMs: number; nextTryAt: number } | undefined
  return {
    isOpen: () => open !== undefined,
    msToNextTry: () => (open ? Math.max(0, open.nextTryAt - clock()) : 0),
    /** What this outcome changed; `opened` too when it stays open, with the wait until the next try. */
    heed(outcome: Outcome): { opened: number } | { closedAfterMs: number } | undefined {
      if (outcome.status === 'held' && outcome.failure === 'setup') {
        // Of those that were under way together, only the first is news.
        if (open && clock() < open.nextTryAt) return undefined
        const waitMs = open ? Math.min(open.waitMs * 2, longestMs) : firstTryMs
        open = { since: open?.since ?? clock(), waitMs, nextTryAt: clock() + waitMs }
        return { opened: waitMs }
      }
      if (!open || saysNothing(outcome)) return undefined
      const closedAfterMs = clock() - open.since
      open = undefined
      return { closedAfterMs }
    },
  }
}

/** It never came so far as to be refused for the same reason. */
function saysNothing(outcome: Outcome): boolean {
  if (outcome.status === 'suppressed' || outcome.status === 'held') return true
  return 'failure' in outcome && ['unreachable', 'unmailable'].includes(outcome.failure)
}
