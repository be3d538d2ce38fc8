import { availableParallelism } from 'node:os'
import { type PasswordHasher, Unavailable } from '@latchkey/core'
import { inSpan } from '../tracing/in-span.ts'
import { type Argon2Engine, ownParameters } from './argon2-engine.ts'
import { argon2Parameters } from './argon2-hash.ts'
import { createEqualWork } from './equal-work.ts'
import {
  argon2,
  DECOY_DIGEST,
  DECOY_SALT,
  type ForeignFormat,
  foreignFormats,
  type Reading,
  refusedFormat,
} from './foreign-hashes/index.ts'
import { type HashingWatch, unwatched } from './hashing-watch.ts'
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

// Payload's two columns have 1088 digits.
const LONGEST_HASH = 2048

export type Hasher = PasswordHasher & {
  /** From now on, every check is as much work as one of this hash. */
  meet(stored: string): void
}

/** What new passwords are stored as. */
export type WrittenFormat = {
  write(password: string): Promise<string>
  /** Whether `write` would store the password like this today. */
  isCurrent(stored: string): boolean
  /** Comes before all other formats. */
  read?: ForeignFormat
}

/** argon2id with our parameters. */
function ownFormat(engine: Argon2Engine): WrittenFormat {
  return { write: (password) => engine.hash(password), isCurrent: isOurs }
}

/** Writes one format in {@link hashingSlots}, where hashes of all other formats are checked too. */
export function createPasswordHasher(
  engine: Argon2Engine,
  watch: HashingWatch = unwatched,
  written: WrittenFormat = ownFormat(engine),
): Hasher {
  const refuse = () => overloaded(watch)
  const slots = createSlots({ ...hashingSlots, refuse, onWaiting: watch.waiting })
  const equalWork = createEqualWork()
  const formats = [...(written.read ? [written.read] : []), argon2(engine), ...foreignFormats]

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now()
    const result = await inSpan('hash', work)
    watch.hashed((performance.now() - startedAt) / 1_000)
    return result
  }

  function checkable(stored: string | undefined) {
    const reading = stored === undefined ? undefined : read(formats, stored)
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
    hash: (password) =>
      inSpan('password.hash', () => slots(() => timed(() => written.write(password)), 'reserved')),
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
      const matches = await inSpan('password.verify', () =>
        slots(() => timed(checkAll), isKnown ? 'reserved' : 'ordinary'),
      )
      return matches && real !== undefined
    },
    isOutdated: (stored) => !written.isCurrent(stored),
    problemWith(stored) {
      const reading = read(formats, stored)
      return 'problem' in reading ? `${reading.format}: ${reading.problem}` : undefined
    },
  }
}

/** Counts the refusal. */
export function overloaded(watch: Pick<HashingWatch, 'refused'>): Unavailable {
  watch.refused()
  return new Unavailable('Too many passwords are being hashed', { retryAfterSeconds: 2 })
}

/** What this text is, in the first of the formats that knows it. */
export function read(formats: readonly ForeignFormat[], stored: string): Reading {
  if (stored.length <= LONGEST_HASH) {
    for (const format of formats) {
      const reading = format(stored)
      if (reading) return reading
    }
    const refused = refusedFormat(stored)
    if (refused) return refused
  }
  return { format: UNKNOWN, problem: 'nothing here can check it' }
}

/** The name of what no format explains. */
export const UNKNOWN = 'unknown'

function isOurs(stored: string): boolean {
  const found = argon2Parameters(stored)
  if (!found || found.saltLen < 16) return false
  const names = Object.keys(ownParameters) as (keyof typeof ownParameters)[]
  return names.every((name) => found[name] === ownParameters[name])
}
