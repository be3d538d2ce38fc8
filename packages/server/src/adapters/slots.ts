/** Runs work in one of a few slots. */
export type Slots = {
  <T>(work: () => Promise<T>, rank?: Rank): Promise<T>
  /** Whether ordinary work would run at once. */
  hasRoom(): boolean
}

/** Reserved work may take all slots, and goes first. Ordinary work leaves the reserved slots free. */
type Rank = 'ordinary' | 'reserved'

type SlotOptions = {
  /** How many run at once. */
  count: number
  /** Slots beyond those, for reserved work only. */
  reserved?: number
  /** How many of each rank may wait for a slot. */
  queue: number
  /** How long each of them waits at most. */
  maxWaitMs: number
  /** Makes the error for work that finds the queue full, or waited too long. */
  refuse: () => Error
  /** Called when one more waits, or one fewer. */
  onWaiting?: (change: 1 | -1) => void
}

/** A semaphore whose queue and wait are bounded. */
export function createSlots(options: SlotOptions): Slots {
  const { count, reserved = 0, queue, maxWaitMs, refuse, onWaiting } = options
  const most = { reserved: count + reserved, ordinary: count }
  const waiting = { reserved: new Set<() => void>(), ordinary: new Set<() => void>() }
  const ranks = ['reserved', 'ordinary'] as const
  let running = 0

  const hasRoom = (rank: Rank) => running < most[rank]

  async function acquire(rank: Rank): Promise<void> {
    if (hasRoom(rank)) {
      running += 1
      return
    }
    const line = waiting[rank]
    if (line.size >= queue) throw refuse()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    line.add(resolve)
    onWaiting?.(1)
    const timeout = setTimeout(() => {
      line.delete(resolve)
      onWaiting?.(-1)
      reject(refuse())
    }, maxWaitMs)
    await promise.finally(() => clearTimeout(timeout))
  }

  function release(): void {
    running -= 1
    for (const rank of ranks) {
      const [next] = waiting[rank]
      if (next === undefined || !hasRoom(rank)) continue
      waiting[rank].delete(next)
      onWaiting?.(-1)
      running += 1
      next()
      return
    }
  }

  async function run<T>(work: () => Promise<T>, rank: Rank = 'ordinary'): Promise<T> {
    await acquire(rank)
    return work().finally(release)
  }

  return Object.assign(run, {
    hasRoom: () => hasRoom('ordinary'),
  })
}
