/** Reads something that many look at, and gives all of them what it read last. */
export type Remembered<Value> = {
  read(): Promise<Value>
  /** The next one who asks gets what is true then. */
  forget(): void
}

/** Reading takes at most one part in twenty of the time, however slow it becomes. */
const SHARE = 20

/**
 * @param forMs how long a value is good for at least. Values that took long to read are good for longer.
 * @param clock in milliseconds
 */
export function remembered<Value>(
  work: () => Promise<Value>,
  forMs: number,
  clock: () => number = () => performance.now(),
): Remembered<Value> {
  let known: { value: Value; untilMs: number } | undefined
  let running: Promise<Value> | undefined

  async function read(): Promise<Value> {
    const beganAt = clock()
    const value = await work()
    const endedAt = clock()
    known = { value, untilMs: endedAt + Math.max(forMs, (endedAt - beganAt) * SHARE) }
    return value
  }

  return {
    async read() {
      if (known && clock() < known.untilMs) return known.value
      running ??= read().finally(() => {
        running = undefined
      })
      return running
    },
    forget() {
      known = undefined
      running = undefined
    },
  }
}
