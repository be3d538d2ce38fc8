import { Unavailable } from '@latchkey/core'
import { type Context, context } from '@opentelemetry/api'
import { inBatchSpan } from '../tracing/statement-spans.ts'

export type BatchOptions<Item> = {
  /** Items in one batch. */
  maxItems: number
  /** How long an item waits for its batch to begin. After that it fails, and nothing was done. */
  maxWaitMs: number
  /** Two items that share a key are never in one batch. */
  keysOf: (item: Item) => readonly string[]
  /** Whether the items of a failed batch are tried again one by one, because the error may come from a single item. */
  shouldRetryIndividually: (error: unknown) => boolean
}

type Waiting<Item, Answer> = {
  item: Item
  since: number
  /** Where the call came from, for traces: a batch runs where the first of all calls came from. */
  caller: Context
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Runs calls that are made at the same time together: one batch after the other, and the items that arrive while one
 * runs make the next one. An item never waits for a batch to fill. Each call gets its own answer. Batches keep the
 * order of arrival, except that items with a shared key go into different batches, in their order.
 */
export function inBatches<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  options: BatchOptions<Item>,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  /** True from the first item that waits until none does. */
  let isBusy = false
  let timer: NodeJS.Timeout | undefined

  /** The first items in the queue that share no key. */
  function nextBatch(): Waiting<Item, Answer>[] {
    const keys = new Set<string>()
    const batch: Waiting<Item, Answer>[] = []
    const left: Waiting<Item, Answer>[] = []
    for (const entry of waiting) {
      const itemKeys = batch.length < options.maxItems ? options.keysOf(entry.item) : []
      const fits = batch.length < options.maxItems && !itemKeys.some((key) => keys.has(key))
      // Also the keys of those left behind: a later item does not overtake one that it shares a key with.
      for (const key of itemKeys) keys.add(key)
      ;(fits ? batch : left).push(entry)
    }
    waiting = left
    return batch
  }

  async function run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await inBatchSpan(
        batch.map(({ caller }) => caller),
        () => work(batch.map(({ item }) => item)),
      )
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i] as Answer)
      })
    } catch (error) {
      if (batch.length === 1 || !options.shouldRetryIndividually(error)) {
        for (const { reject } of batch) reject(error)
      } else {
        for (const entry of batch) await run([entry])
      }
    }
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
    timer ??= setTimeout(timeOut, first.since + options.maxWaitMs - performance.now())
  }

  function timeOut(): void {
    timer = undefined
    const deadline = performance.now() - options.maxWaitMs
    const late = waiting.filter(({ since }) => since <= deadline)
    waiting = waiting.filter(({ since }) => since > deadline)
    for (const { reject } of late) reject(new Unavailable('No batch began in time'))
    setTimer()
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const caller = context.active()
      waiting.push({ item, since: performance.now(), caller, resolve, reject })
      setTimer()
      if (isBusy) return
      isBusy = true
      // After the other calls that this turn of the event loop has read.
      setImmediate(runAll)
    })
}
