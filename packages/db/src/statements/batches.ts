import { Unavailable } from '@latchkey/core'

export type BatchOptions<Item> = {
  /** Items in one batch, at most. */
  most: number
  /** How long an item waits for its batch to begin, before it is told that nothing was done. */
  patienceMs: number
  /** Two items that share a key are never in one batch. */
  keysOf: (item: Item) => readonly string[]
  /** Whether the items of a failed batch may be tried again, each by itself: one of them may be to blame. */
  maybeOneIsToBlame: (error: unknown) => boolean
}

type Waiting<Item, Answer> = {
  item: Item
  since: number
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Gathers what is asked for at the same time, so that it is done together: one batch after the other, and whatever
 * comes while one is under way makes the next one. Nobody waits for company; an item that comes alone goes alone.
 * Each waits for its own answer, and the order is that of coming, but for items that share a key.
 */
export function inBatches<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  options: BatchOptions<Item>,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  /** From the moment that something waits until nothing does. */
  let isBusy = false
  let patience: NodeJS.Timeout | undefined

  /** The first in the line who share no key. */
  function next(): Waiting<Item, Answer>[] {
    const keys = new Set<string>()
    const batch: Waiting<Item, Answer>[] = []
    const left: Waiting<Item, Answer>[] = []
    for (const one of waiting) {
      const its = batch.length < options.most ? options.keysOf(one.item) : []
      const fits = batch.length < options.most && !its.some((key) => keys.has(key))
      // Also of those left behind: nobody overtakes whom they share a key with.
      for (const key of its) keys.add(key)
      ;(fits ? batch : left).push(one)
    }
    waiting = left
    return batch
  }

  async function run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i] as Answer)
      })
    } catch (error) {
      if (batch.length === 1 || !options.maybeOneIsToBlame(error)) {
        for (const { reject } of batch) reject(error)
      } else {
        for (const one of batch) await run([one])
      }
    }
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = next()
      watch()
      await run(batch)
    }
    isBusy = false
  }

  /** One timer, for whoever waits longest. */
  function watch(): void {
    const [first] = waiting
    if (!first) {
      clearTimeout(patience)
      patience = undefined
      return
    }
    patience ??= setTimeout(giveUp, first.since + options.patienceMs - performance.now())
  }

  function giveUp(): void {
    patience = undefined
    const tooLong = performance.now() - options.patienceMs
    const late = waiting.filter(({ since }) => since <= tooLong)
    waiting = waiting.filter(({ since }) => since > tooLong)
    for (const { reject } of late) reject(new Unavailable('No batch began in time'))
    watch()
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, since: performance.now(), resolve, reject })
      watch()
      if (isBusy) return
      isBusy = true
      // After the other calls that this turn of the loop has read.
      setImmediate(runAll)
    })
}
