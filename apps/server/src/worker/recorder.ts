import { setTimeout as sleep } from 'node:timers/promises'

const AGAIN_AFTER_MS = 250
const LONGEST_PAUSE_MS = 2_000

/**
 * Writes down what became of hand-overs: at once when nothing is being written, otherwise all that came meanwhile
 * together. A mail has left by then, so the database being away is no reason to forget it: it is tried until it
 * succeeds, or the process ends.
 */
export function createRecorder<Item>(options: {
  record: (items: readonly Item[]) => Promise<void>
  onDone: (items: readonly Item[]) => void
  /** Of a failure that is not the database being away, each item by itself is told, once. */
  isAway: (error: unknown) => boolean
  onError: (error: unknown) => void
}) {
  let waiting: Item[] = []
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const items = waiting
      waiting = []
      await write(items)
      options.onDone(items)
    }
  }

  async function write(items: readonly Item[]): Promise<void> {
    for (let pause = AGAIN_AFTER_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
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
      writing ??= writeAll().finally(() => {
        writing = undefined
      })
    },
    async settled(): Promise<void> {
      while (writing) await writing
    },
  }
}
