const WINDOW_MS = 60_000
const MOST_REFUSED = 30
const MOST_CALLERS = 10_000

/**
 * Slows down callers that are refused again and again, in this process alone: a caller that proves itself is never
 * counted, so nothing has to be shared or stored.
 */
export function createRefusalLimit(clock: () => number = () => performance.now()) {
  const callers = new Map<string, { refused: number; untilMs: number }>()

  function current(caller: string) {
    const known = callers.get(caller)
    if (!known || known.untilMs > clock()) return known
    callers.delete(caller)
    return undefined
  }

  return {
    /** 0: it may call. */
    secondsToWait(caller: string): number {
      const known = current(caller)
      if (!known || known.refused < MOST_REFUSED) return 0
      return Math.ceil((known.untilMs - clock()) / 1_000)
    },
    add(caller: string): void {
      const known = current(caller)
      if (known) {
        known.refused += 1
        return
      }
      if (callers.size >= MOST_CALLERS) callers.clear()
      callers.set(caller, { refused: 1, untilMs: clock() + WINDOW_MS })
    },
  }
}
