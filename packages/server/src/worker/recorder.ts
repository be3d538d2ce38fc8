import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_RETRY_MS = 250
const MAX_RETRY_MS = 2_000
/** For an item that cannot be recorded although the database takes others. */
const MAX_RETRY_ALONE_MS = 60_000

/**
 * Records what became of jobs: at once when nothing is being written, otherwise together with all that came meanwhile.
 * The work is done by then, and a job whose end is not recorded would be done again. So a write is tried until it
 * succeeds or the recorder is closed, whatever the database says: together while it takes nothing, and each item by
 * itself if one of them is to blame, so that it does not keep the others from being recorded.
 */
export function createRecorder<Item>(options: {
  record: (items: readonly Item[]) => Promise<void>
  onDone: (items: readonly Item[]) => void
  /** Whether the database takes nothing now, so that no item is to blame. */
  isUnusable: (error: unknown) => boolean
  onError: (error: unknown) => void
}) {
  const closing = new AbortController()
  let waiting: Item[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const items = waiting
      waiting = []
      await write(items)
    }
    writing = false
  }

  async function write(items: readonly Item[]): Promise<void> {
    const error = await untilUsable(items)
    if (error === undefined) return
    for (const item of items) {
      // The only one was tried just now.
      if (items.length === 1 || (await untilUsable([item])) !== undefined) void writeAlone(item)
    }
  }

  /** Resolves when they are recorded or the recorder is closed; with the error if one of them is to blame. */
  async function untilUsable(items: readonly Item[]): Promise<unknown> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, MAX_RETRY_MS)) {
      const error = await tryOnce(items)
      if (error === undefined || closing.signal.aborted) return undefined
      if (!options.isUnusable(error)) return error
      await wait(pause)
    }
  }

  async function writeAlone(item: Item): Promise<void> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, MAX_RETRY_ALONE_MS)) {
      await wait(pause)
      if (closing.signal.aborted || (await tryOnce([item])) === undefined) return
    }
  }

  async function tryOnce(items: readonly Item[]): Promise<unknown> {
    try {
      await options.record(items)
    } catch (error) {
      options.onError(error)
      return error ?? new Error('It was not recorded')
    }
    options.onDone(items)
    return undefined
  }

  function wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: closing.signal }).catch(() => {})
  }

  return {
    add(item: Item): void {
      waiting.push(item)
      void writeAll()
    },
    /** From now on everything is tried once: what cannot be recorded is left to another worker. */
    close(): void {
      closing.abort()
    },
  }
}
