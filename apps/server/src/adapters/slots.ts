/** Runs work in one of a few slots. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>

type SlotOptions = {
  /** How many run at once. */
  count: number
  /** How many may wait for a slot. */
  queue: number
  /** How long each of them waits at most. */
  maxWaitMs: number
  /** Makes the error for work that finds the queue full, or waited too long. */
  refuse: () => Error
  onWaiting?: (count: number) => void
}

/** A semaphore whose queue and wait are bounded. */
export function createSlots({ count, queue, maxWaitMs, refuse, onWaiting }: SlotOptions): Slots {
  let free = count
  const waiting = new Set<() => void>()

  async function acquire(): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    if (waiting.size >= queue) throw refuse()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    waiting.add(resolve)
    onWaiting?.(waiting.size)
    const timeout = setTimeout(() => {
      waiting.delete(resolve)
      onWaiting?.(waiting.size)
      reject(refuse())
    }, maxWaitMs)
    await promise.finally(() => clearTimeout(timeout))
  }

  function release(): void {
    const [next] = waiting
    if (next === undefined) {
      free += 1
      return
    }
    waiting.delete(next)
    onWaiting?.(waiting.size)
    next()
  }

  return async (work) => {
    await acquire()
    return work().finally(release)
  }
}
