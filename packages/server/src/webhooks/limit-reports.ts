import type { LimitName, Observe } from '@latchkey/core'
import type { WebhookStore } from '@latchkey/db'

const FLUSH_MS = 10_000
/** Between two events about one limit. */
const APART_MS = 60_000

export type LimitReports = { observe: Observe; stop(): void }

/**
 * Tells webhooks of limits that were reached. Apart from the calls that reached them, by a timer: a refused call does
 * no work of its own for this.
 */
export function reportLimits(
  store: Pick<WebhookStore, 'write'>,
  onError: (error: unknown) => void,
): LimitReports {
  const reached = new Set<LimitName>()
  const told = new Map<LimitName, number>()

  async function flush(): Promise<void> {
    const at = performance.now()
    const due = [...reached].filter((limit) => at - (told.get(limit) ?? -APART_MS) >= APART_MS)
    reached.clear()
    for (const limit of due) told.set(limit, at)
    await store.write(due.map((limit) => ({ type: 'limit.reached', data: { limit } })))
  }

  const timer = setInterval(() => void flush().catch(onError), FLUSH_MS).unref()
  return {
    observe(event) {
      if (event.event === 'limit.reached') reached.add(event.limit)
    },
    stop: () => clearInterval(timer),
  }
}
