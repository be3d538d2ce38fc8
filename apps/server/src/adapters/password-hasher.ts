import { availableParallelism } from 'node:os'
import { type PasswordHasher, Unavailable } from '@latchkey/core'
import { type Argon2Engine, ownParameters } from './argon2-engine.ts'
import { type Argon2Parameters, argon2Parameters } from './argon2-hash.ts'
import { createEqualWork } from './equal-work.ts'
import {
  DECOY_DIGEST,
  DECOY_SALT,
  damaged,
  type ForeignFormat,
  foreignFormats,
  type Reading,
  tooDear,
  type Work,
  wholeCheck,
} from './foreign-hashes/index.ts'
import type { HashingWatch } from './metrics.ts'
import { createSlots } from './slots.ts'

// Checked where there is no account. No password matches it.
const decoyHash = `$argon2id$v=19$m=19456,t=2,p=1$${DECOY_SALT}$${DECOY_DIGEST}`

// Hashes run on libuv's pool of four threads, which files and DNS share: one stays free for them.
const LIBUV_THREADS = 4
const RESERVED = 1

/**
 * How many passwords are hashed at once, and how many wait for that. Attempts of strangers never get the reserved slots
 * or their queue.
 */
export const hashingSlots = {
  count: Math.max(1, Math.min(availableParallelism() - 1, LIBUV_THREADS - RESERVED - 1)),
  reserved: RESERVED,
  queue: 32,
  maxWaitMs: 2_000,
}

/** What a stored hash from another system may cost at most. */
const MOST_ARGON2 = { memoryCost: 256 * 1024, memoryTimesPasses: 1024 * 1024, parallelism: 16 }
const LONGEST_HASH = 1024

export type Hasher = PasswordHasher & {
  /** From now on, every check is as much work as one of this hash. */
  meet(stored: string): void
}

/** argon2id in {@link hashingSlots}, where hashes from other systems are checked too. */
export function createPasswordHasher(
  engine: Argon2Engine,
  watch: HashingWatch = unwatched,
): Hasher {
  const refuse = () => overloaded(watch)
  const slots = createSlots({ ...hashingSlots, refuse, onWaiting: watch.waiting })
  const equalWork = createEqualWork()

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now()
    const result = await work()
    watch.hashed((performance.now() - startedAt) / 1_000)
    return result
  }

  function checkable(stored: string | undefined) {
    const reading = stored === undefined ? undefined : read(engine, stored)
    return reading && 'verify' in reading ? reading : undefined
  }

  function meet(stored: string) {
    const met = checkable(stored)
    if (met) equalWork.meet(met.work)
  }

  meet(decoyHash)

  return {
    meet,
    // Its callers have shown something real: a link, a code or the right password.
    hash: (password) => slots(() => timed(() => engine.hash(password)), 'reserved'),
    async verify(stored, password, { isKnown }) {
      const real = checkable(stored)
      if (stored !== undefined) meet(stored)
      const check = real ?? checkable(decoyHash)
      // In one slot, so that a busy machine slows all of it down alike.
      const checkAll = async () => {
        const matches = await check?.verify(password)
        for (const decoy of check ? equalWork.besides(check.work) : []) {
          await checkable(decoy)?.verify(password)
        }
        return matches === true
      }
      const matches = await slots(() => timed(checkAll), isKnown ? 'reserved' : 'ordinary')
      return matches && real !== undefined
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
      work: argon2Work(found),
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

function argon2Work(of: Argon2Parameters): Work {
  const { algorithm, version, memoryCost, timeCost, parallelism } = of
  const parameters = `${algorithm}$v=${version}$m=${memoryCost},t=${timeCost},p=${parallelism}`
  return wholeCheck(parameters, `$${parameters}$${DECOY_SALT}$${DECOY_DIGEST}`)
}
