import { Unavailable } from '@latchkey/core'
import { type Context, context } from '@opentelemetry/api'
import { inBatchSpan } from '../tracing/statement-spans.ts'

export type BatchOptions<Item> = {
  /** Items in one batch. */
  maxItems: number
  /** How long an item waits for its batch to begin. After that it fails, and nothing was done. */
  maxWaitMs: number
  /** How long an item waits in all. If its batch runs then, nobody knows whether it will be done. */
  maxMs: number
  /** Two items that share a key are never in one batch. */
  keysOf: (item: Item) => readonly string[]
  /** Whose item it is. While items wait, everybody has their turn, however many items another one has. */
  lineOf?: (item: Item) => string
  /** Whether the items of a failed batch are tried again one by one, because the error may come from a single item. */
  shouldRetryIndividually: (error: unknown) => boolean
}

type Waiting<Item, Answer> = {
  item: Item
  keys: readonly string[]
  line: string
  since: number
  /** Where the call came from, for traces: a batch runs where the first of all calls came from. */
  caller: Context
  isAnswered: boolean
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Runs calls that are made at the same time together: one batch after the other, and the items that arrive while one
 * runs make the next one. An item never waits for a batch to fill. Each call gets its own answer. Batches keep the
 * order of arrival, except that those who wait take turns, and that items with a shared key go into different batches,
 * in that order.
 */
export function inBatches<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  options: BatchOptions<Item>,
): (item: Item) => Promise<Answer> {
  const { maxItems, maxWaitMs, maxMs, keysOf, lineOf = () => '', shouldRetryIndividually } = options
  const turns = createTurns()
  /** In the order of arrival. */
  let waiting: Waiting<Item, Answer>[] = []
  /** True from the first item that waits until none does. */
  let isBusy = false
  let timer: NodeJS.Timeout | undefined

  /** The first items in the queue that share no key. */
  function nextBatch(): Waiting<Item, Answer>[] {
    const keys = new Set<string>()
    const batch = new Set<Waiting<Item, Answer>>()
    for (const entry of turns.order(waiting)) {
      if (batch.size === maxItems) break
      if (!entry.keys.some((key) => keys.has(key))) batch.add(entry)
      // Also the keys of those left behind: a later item does not overtake one that it shares a key with.
      for (const key of entry.keys) keys.add(key)
    }
    waiting = waiting.filter((entry) => !batch.has(entry))
    turns.took(batch, waiting)
    return [...batch]
  }

  async function run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    const stopWatching = watch(batch)
    try {
      const answers = await inBatchSpan(
        batch.map(({ caller }) => caller),
        () => work(batch.map(({ item }) => item)),
      )
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i] as Answer)
      })
    } catch (error) {
      if (batch.length === 1 || !shouldRetryIndividually(error)) {
        for (const { reject } of batch) reject(error)
      } else {
        for (const entry of batch) if (!entry.isAnswered) await run([entry])
      }
    } finally {
      stopWatching()
    }
  }

  /** Fails the items of a running batch whose time is over, each at its own. */
  function watch(batch: readonly Waiting<Item, Answer>[]): () => void {
    let watching: NodeJS.Timeout | undefined
    const next = () => {
      const now = performance.now()
      for (const entry of batch) {
        if (entry.since + maxMs <= now) entry.reject(new Unavailable('No answer came in time'))
      }
      const open = batch.filter(({ isAnswered }) => !isAnswered)
      if (open.length === 0) return
      const oldest = Math.min(...open.map(({ since }) => since))
      watching = setTimeout(next, oldest + maxMs - now)
    }
    next()
    return () => clearTimeout(watching)
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = nextBatch()
      setTimer()
      await run(batch)
    }
    isBusy = false
  }

  /** One timer, for the item that has waited longest. */
  function setTimer(): void {
    const [first] = waiting
    if (!first) {
      clearTimeout(timer)
      timer = undefined
      return
    }
    timer ??= setTimeout(timeOut, first.since + maxWaitMs - performance.now())
  }

  function timeOut(): void {
    timer = undefined
    const deadline = performance.now() - maxWaitMs
    const late = waiting.filter(({ since }) => since <= deadline)
    waiting = waiting.filter(({ since }) => since > deadline)
    for (const { reject } of late) reject(new Unavailable('No batch began in time'))
    setTimer()
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const entry: Waiting<Item, Answer> = {
        ...{ item, keys: keysOf(item), line: lineOf(item) },
        ...{ since: performance.now(), caller: context.active(), isAnswered: false },
        resolve(answer) {
          entry.isAnswered = true
          resolve(answer)
        },
        reject(error) {
          entry.isAnswered = true
          reject(error)
        },
      }
      waiting.push(entry)
      setTimer()
      if (isBusy) return
      isBusy = true
      // After the other calls that this turn of the event loop has read.
      setImmediate(runAll)
    })
}

type InLine = { line: string }

/** Remembers who had a turn, of those who wait. */
function createTurns() {
  let turn = 0
  let turns = new Map<string, number>()
  return {
    /** The first item of each line, then the second of each; the line first that had its turn longest ago. */
    order<Entry extends InLine>(entries: readonly Entry[]): Entry[] {
      const ahead = new Map<string, number>()
      const places = entries.map((entry) => {
        const place = ahead.get(entry.line) ?? 0
        ahead.set(entry.line, place + 1)
        return { entry, place, had: turns.get(entry.line) ?? 0 }
      })
      places.sort((a, b) => a.place - b.place || a.had - b.had)
      return places.map(({ entry }) => entry)
    },
    /** `left`: those who go on waiting. The others are forgotten. */
    took(batch: Iterable<InLine>, left: readonly InLine[]): void {
      turn += 1
      for (const { line } of batch) turns.set(line, turn)
      turns = new Map(left.map(({ line }) => [line, turns.get(line) ?? 0]))
    },
  }
}
