import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PasswordHasher } from '@latchkey/core'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { damaged, foreignFormats, type Reading, tooDear } from './foreign-hashes/index.ts'
import type { HashingWatch } from './metrics.ts'
import { createPlaces } from './places.ts'

/** The library's names for these are types alone. */
const ARGON2ID = 2
const VERSION_19 = 1

/** OWASP Password Storage Cheat Sheet's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = {
  algorithm: ARGON2ID,
  version: VERSION_19,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const

// The hash of nothing anybody can type: verifying against it costs what a real one costs.
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXkgbm9ib2R5IQ$0000000000000000000000000000000000000000000'

// Hashes run on libuv's pool of four threads, which files and DNS share: two stay free for them.
const LIBUV_THREADS = 4

/** Hashes elsewhere may take more memory and passes than ours; these are the most a sign-in may be made to take. */
const MOST_ARGON2 = { memoryCost: 256 * 1024, memoryTimesPasses: 1024 * 1024, parallelism: 16 }
const LONGEST_HASH = 1024

/**
 * argon2id, with bounded concurrency, a bounded queue and a bounded wait. Beyond: `Unavailable`. Hashes that
 * accounts brought along are checked in the same places.
 */
export function createPasswordHasher(watch: HashingWatch = unwatched): PasswordHasher {
  const atOnce = Math.max(1, Math.min(availableParallelism(), LIBUV_THREADS - 2))
  const places = createPlaces(atOnce, watch)
  const slowest = createSlowest()
  return {
    hash: (password) => places(() => hash(password, parameters)),
    async verify(stored, password) {
      const reading = stored === undefined ? undefined : read(stored)
      const checked = reading && 'verify' in reading ? reading : undefined
      const { matches, tookMs } = await places(async () => {
        const startedAt = performance.now()
        const matches = checked
          ? await checked.verify(password)
          : await verify(nobodysHash, password)
        return { matches, tookMs: performance.now() - startedAt }
      })
      slowest.saw(checked?.cost ?? OUR_COST, tookMs)
      const restMs = slowest.ms() - tookMs
      if (restMs > 0) await sleep(restMs)
      return matches && checked !== undefined
    },
    isOutdated: (stored) => !isOurs(stored),
    problemWith(stored) {
      const reading = read(stored)
      return 'problem' in reading ? `${reading.format}: ${reading.problem}` : undefined
    },
  }
}

const unwatched: HashingWatch = { hashed() {}, waiting() {}, refused() {} }

function read(stored: string): Reading {
  if (stored.length <= LONGEST_HASH) {
    for (const format of [argon2, ...foreignFormats]) {
      const reading = format(stored)
      if (reading) return reading
    }
  }
  return { format: 'unknown', problem: 'nothing here can check it' }
}

/** argon2id, argon2i and argon2d, also as Django stores them. */
function argon2(stored: string): Reading | undefined {
  const encoded = /^(?:argon2)?(\$argon2(?:id|i|d)\$.*)$/s.exec(stored)?.[1]
  if (encoded === undefined) return undefined
  const format = 'argon2'
  const options = parsed(encoded)
  if (!options || options.outputLen < 16 || options.saltLen < 8) return { format, problem: damaged }
  const { memoryCost, timeCost, parallelism } = options
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
    verify: (password) => verify(encoded, password),
  }
}

function parsed(encoded: string) {
  try {
    return parseOptions(encoded)
  } catch {
    return undefined
  }
}

function isOurs(stored: string): boolean {
  const options = parsed(stored)
  return options !== undefined && options.saltLen >= 16 && isLikeOurs(options)
}

function isLikeOurs(options: Record<keyof typeof parameters, number>): boolean {
  return Object.entries(parameters).every(
    ([name, value]) => options[name as keyof typeof parameters] === value,
  )
}

const OUR_COST = 'ours'
const isOurCost = (cost: string) => cost === OUR_COST
// Above the best time seen, so that most checks end before it.
const MARGIN = 1.25

/**
 * Once a hash from elsewhere was met, every check takes as long as the slowest kind met so far, ours included: or
 * the time would tell which accounts exist. Of each kind the best time counts: a busy moment is no measure.
 */
function createSlowest() {
  const best = new Map<string, number>()
  return {
    saw(cost: string, ms: number) {
      best.set(cost, Math.min(ms, best.get(cost) ?? Number.POSITIVE_INFINITY))
    },
    ms: () => ([...best.keys()].every(isOurCost) ? 0 : Math.max(...best.values()) * MARGIN),
  }
}
