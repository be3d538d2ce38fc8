const LEAST = 2
const MOST = 500
/** Seconds of work that may be claimed ahead. */
const AHEAD = 0.5
const MEASURED_MS = 250

/**
 * How many jobs may be in hand at once: half a second's work, so that a fast mail server gets them in large batches
 * and a slow one leaves them to others.
 */
export function createWindow(concurrency: number, clock: () => number = () => performance.now()) {
  let size = LEAST * concurrency
  let count = 0
  let countedFrom = clock()
  return {
    ended(jobs: number): void {
      count += jobs
      const elapsed = clock() - countedFrom
      if (elapsed < MEASURED_MS) return
      const wanted = Math.round((count / elapsed) * 1_000 * AHEAD)
      size = Math.min(MOST, Math.max(LEAST * concurrency, wanted))
      count = 0
      countedFrom = clock()
    },
    /** Zero until there is room for a batch that is worth a statement. */
    room(inHand: number): number {
      const room = size - inHand
      return room >= size / 2 ? room : 0
    },
  }
}
