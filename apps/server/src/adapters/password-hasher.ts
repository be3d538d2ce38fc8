import { availableParallelism } from 'node:os'
import { type PasswordHasher, Unavailable } from '@latchkey/core'
import { argon2id, hash, needsRehash, verify } from 'argon2'
import type { HashingWatch } from './metrics.ts'

/** OWASP Password Storage Cheat Sheet's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = {
  type: argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  hashLength: 32,
} as const

// The hash of nothing anybody can type: verifying against it costs what a real one costs.
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXkgbm9ib2R5IQ$0000000000000000000000000000000000000000000'

// argon2 runs on libuv's pool of four threads, which files and DNS share: two stay free for them.
const LIBUV_THREADS = 4
const QUEUE_BOUND = 32
const LONGEST_WAIT_MS = 2_000

/** argon2id with bounded concurrency, a bounded queue and a bounded wait. Beyond: `Unavailable`. */
export function createPasswordHasher(watch: HashingWatch = unwatched): PasswordHasher {
  const atOnce = Math.max(1, Math.min(availableParallelism(), LIBUV_THREADS - 2))
  const places = createPlaces(atOnce, watch)
  return {
    hash: (password) => places(() => hash(password, parameters)),
    verify: async (phc, password) => {
      const matches = await places(() => verify(phc ?? nobodysHash, password))
      return matches && phc !== undefined
    },
    isOutdated: (phc) => needsRehash(phc, parameters) || !phc.startsWith('$argon2id$'),
  }
}

const unwatched: HashingWatch = { hashed() {}, waiting() {}, refused() {} }

type Places = <T>(work: () => Promise<T>) => Promise<T>

function createPlaces(count: number, watch: HashingWatch): Places {
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
