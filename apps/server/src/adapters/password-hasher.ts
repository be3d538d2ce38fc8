import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PasswordHasher, Unavailable } from '@latchkey/core'
import { type Argon2Engine, ownParameters } from './argon2-engine.ts'
import { argon2Parameters } from './argon2-hash.ts'
import {
  damaged,
  type ForeignFormat,
  foreignFormats,
  type Reading,
  tooDear,
} from './foreign-hashes/index.ts'
import type { HashingWatch } from './metrics.ts'
import { createSlots } from './slots.ts'

// Checked where there is no account, so that it takes as long as a real hash. No password matches it.
const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXkgbm9ib2R5IQ$0000000000000000000000000000000000000000000'

// Hashes run on libuv's pool of four threads, which files and DNS share: two stay free for them.
const LIBUV_THREADS = 4

/** How many passwords are hashed at once, and how many wait for that. */
export const hashingSlots = {
  count: Math.max(1, Math.min(availableParallelism(), LIBUV_THREADS - 2)),
  queue: 32,
  maxWaitMs: 2_000,
}

/** What a stored hash from another system may cost at most. */
const MOST_ARGON2 = { memoryCost: 256 * 1024, memoryTimesPasses: 1024 * 1024, parallelism: 16 }
const LONGEST_HASH = 1024

/** argon2id in {@link hashingSlots}, where hashes from other systems are checked too. */
export function createPasswordHasher(
  engine: Argon2Engine,
  watch: HashingWatch = unwatched,
): PasswordHasher {
  const refuse = () => overloaded(watch)
  const slots = createSlots({ ...hashingSlots, refuse, onWaiting: watch.waiting })
  const floor = createTimeFloor()

  async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
    const startedAt = performance.now()
    const result = await work()
    const tookMs = performance.now() - startedAt
    watch.hashed(tookMs / 1_000)
    return { result, tookMs }
  }

  return {
    hash: (password) =>
      slots(() => timed(() => engine.hash(password))).then(({ result }) => result),
    async verify(stored, password) {
      const reading = stored === undefined ? undefined : read(engine, stored)
      const checked = reading && 'verify' in reading ? reading : undefined
      const check = checked
        ? () => checked.verify(password)
        : () => engine.verify(decoyHash, password)
      const { result, tookMs } = await slots(() => timed(check))
      floor.record(checked?.cost ?? OUR_COST, tookMs)
      const restMs = floor.ms() - tookMs
      if (restMs > 0) await sleep(restMs)
      return result && checked !== undefined
    },
    isOutdated: (stored) => !isOurs(stored),
    problemWith(stored) {
      const reading = read(engine, stored)
      return 'problem' in reading ? `${reading.format}: ${reading.problem}` : undefined
    },
  }
}

/** Counts the refusal. */
export function overloaded(watch: Pick<HashingWatch, 'refused'>): Unavailable {
  watch.refused()
  return new Unavailable('Too many passwords are being hashed', { retryAfterSeconds: 2 })
}

const unwatched: HashingWatch = { hashed() {}, waiting() {}, refused() {} }

function read(engine: Argon2Engine, stored: string): Reading {
  if (stored.length <= LONGEST_HASH) {
    for (const format of [argon2(engine), ...foreignFormats]) {
      const reading = format(stored)
      if (reading) return reading
    }
  }
  return { format: 'unknown', problem: 'nothing here can check it' }
}

/** argon2id, argon2i and argon2d, also as Django stores them. */
function argon2(engine: Argon2Engine): ForeignFormat {
  return (stored) => {
    const encoded = /^(?:argon2)?(\$argon2(?:id|i|d)\$.*)$/s.exec(stored)?.[1]
    if (encoded === undefined) return undefined
    const format = 'argon2'
    const found = argon2Parameters(encoded)
    if (!found || found.outputLen < 16 || found.saltLen < 8) return { format, problem: damaged }
    const { memoryCost, timeCost, parallelism } = found
    if (
      memoryCost > MOST_ARGON2.memoryCost ||
      memoryCost * timeCost > MOST_ARGON2.memoryTimesPasses ||
      parallelism > MOST_ARGON2.parallelism
    ) {
      return { format, problem: tooDear }
    }
    return {
      format,
      cost: isOurs(stored) ? OUR_COST : `argon2 ${memoryCost} ${timeCost} ${parallelism}`,
      verify: (password) => engine.verify(encoded, password),
    }
  }
}

function isOurs(stored: string): boolean {
  const found = argon2Parameters(stored)
  if (!found || found.saltLen < 16) return false
  const names = Object.keys(ownParameters) as (keyof typeof ownParameters)[]
  return names.every((name) => found[name] === ownParameters[name])
}

const OUR_COST = 'ours'
// Above the best time seen, so that most checks end before it.
const MARGIN = 1.25

/**
 * Once a hash from another system was met, every check takes as long as the slowest kind met so far; otherwise its
 * time would tell which accounts exist. The best time of each kind counts, because a busy machine distorts the others.
 */
function createTimeFloor() {
  const bestMs = new Map<string, number>()
  return {
    record(cost: string, ms: number) {
      bestMs.set(cost, Math.min(ms, bestMs.get(cost) ?? Number.POSITIVE_INFINITY))
    },
    ms() {
      const onlyOurs = [...bestMs.keys()].every((cost) => cost === OUR_COST)
      return onlyOurs ? 0 : Math.max(...bestMs.values()) * MARGIN
    },
  }
}
