import { Unavailable } from '@latchkey/core'
import type { HashingWatch } from './metrics.ts'

const QUEUE_BOUND = 32
const LONGEST_WAIT_MS = 2_000

/** Runs work in one of a few places. */
export type Places = <T>(work: () => Promise<T>) => Promise<T>

/** `count` at once, a bounded queue, a bounded wait. Beyond: `Unavailable`. */
export function createPlaces(count: number, watch: HashingWatch): Places {
  let free = count
  const waiting: (() => void)[] = []

  function take(): Promise<void> {
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    if (waiting.length >= QUEUE_BOUND) return Promise.reject(refuse())
    return new Promise((resolve, reject) => {
      const turn = () => {
        clearTimeout(patience)
        resolve()
      }
      const patience = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1)
        watch.waiting(waiting.length)
        reject(refuse())
      }, LONGEST_WAIT_MS)
      waiting.push(turn)
      watch.waiting(waiting.length)
    })
  }

  function refuse(): Unavailable {
    watch.refused()
    return new Unavailable('Too many passwords are being hashed', { retryAfterSeconds: 2 })
  }

  function giveBack(): void {
    const next = waiting.shift()
    watch.waiting(waiting.length)
    if (next) next()
    else free += 1
  }

  return async (work) => {
    await take()
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      watch.hashed((performance.now() - startedAt) / 1000)
      giveBack()
    }
  }
}
