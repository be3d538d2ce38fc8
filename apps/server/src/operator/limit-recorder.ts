import type { LimitName, Observe } from '@latchkey/core'
import type { LimitHits } from '@latchkey/db'

const FLUSH_MS = 5_000

export type LimitRecorder = { observe: Observe; stop(): Promise<void> }

/**
 * Counts how often limits refuse, for the operators' page. Apart from the calls that reached them, by a timer: a refused
 * call does no work of its own for this, and a flood is one row.
 */
export function recordLimits(
  store: Pick<LimitHits, 'add'>,
  onError: (error: unknown) => void,
  everyMs = FLUSH_MS,
): LimitRecorder {
  const counted = new Map<LimitName, number>()

  async function flush(): Promise<void> {
    const hits = [...counted].map(([limit, hits]) => ({ limit, hits }))
    counted.clear()
    try {
      await store.add(hits)
    } catch (error) {
      // What could not be written is counted with the next.
      for (const { limit, hits: missed } of hits) add(limit, missed)
      throw error
    }
  }

  function add(limit: LimitName, hits: number): void {
    counted.set(limit, (counted.get(limit) ?? 0) + hits)
  }

  const timer = setInterval(() => {
    if (counted.size > 0) void flush().catch(onError)
  }, everyMs).unref()
  return {
    observe(event) {
      if (event.event === 'limit.reached') add(event.limit, 1)
    },
    async stop() {
      clearInterval(timer)
      if (counted.size > 0) await flush().catch(onError)
    },
  }
}
