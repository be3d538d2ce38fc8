import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_RETRY_MS = 250
const MAX_RETRY_MS = 2_000

/**
 * Records what became of jobs: at once when nothing is being written, otherwise together with all that came meanwhile.
 * The work is done by then, so while the database is away the write is retried until it succeeds or the process ends.
 */
export function createRecorder<Item>(options: {
  record: (items: readonly Item[]) => Promise<void>
  onDone: (items: readonly Item[]) => void
  isAway: (error: unknown) => boolean
  onError: (error: unknown) => void
}) {
  let waiting: Item[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    if (writing) return
    writing = true
    try {
      while (waiting.length > 0) {
        const items = waiting
        waiting = []
        await write(items)
        options.onDone(items)
      }
    } finally {
      writing = false
    }
  }

  /** If the batch fails for another reason, each item is tried alone, once. */
  async function write(items: readonly Item[]): Promise<void> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, MAX_RETRY_MS)) {
      try {
        return await options.record(items)
      } catch (error) {
        options.onError(error)
        if (!options.isAway(error)) {
          if (items.length > 1) for (const item of items) await write([item])
          return
        }
        await sleep(pause)
      }
    }
  }

  return {
    add(item: Item): void {
      waiting.push(item)
      void writeAll()
    },
  }
}
