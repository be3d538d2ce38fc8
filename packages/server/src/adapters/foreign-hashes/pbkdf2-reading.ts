import { pbkdf2 as pbkdf2Of } from 'node:crypto'
import { promisify } from 'node:util'
import {
  DECOY_SALT,
  damaged,
  isSoundDigest,
  type Reading,
  same,
  tooDear,
  type WrittenAs,
} from './reading.ts'

/** In libuv's thread pool. */
export const derivePbkdf2 = promisify(pbkdf2Of)

/** OWASP recommends 600 000 rounds of SHA-256, Django 6.1 uses 1 500 000. Each block of the digest needs all rounds. */
export const MOST_ROUNDS = 3_000_000

const blockBytes = { sha1: 20, sha256: 32, sha512: 64 }
export type Pbkdf2Hash = keyof typeof blockBytes

export type Pbkdf2Stored = {
  format: string
  writtenAs: WrittenAs | undefined
  hash: Pbkdf2Hash
  rounds: number
  salt: string | Buffer
  digest: Buffer
  /** Where it is longer than digests usually are. */
  digestBytes?: number
}

/** A character of passlib's Base64, as a part of a regular expression. */
export const passlibBase64 = '[A-Za-z0-9./]'

export function isPbkdf2Hash(name: string | undefined): name is Pbkdf2Hash {
  return name !== undefined && Object.hasOwn(blockBytes, name)
}

export function pbkdf2Reading(stored: Pbkdf2Stored): Reading {
  const { format, writtenAs, hash, rounds, salt, digest, digestBytes } = stored
  const isSound = digestBytes ? digest.length === digestBytes : isSoundDigest(digest)
  if (rounds < 1 || salt.length === 0 || !isSound) return { format, problem: damaged }
  const blocks = Math.ceil(digest.length / blockBytes[hash])
  if (rounds * blocks > MOST_ROUNDS) return { format, problem: tooDear }
  return {
    format,
    writtenAs,
    work: {
      family: `pbkdf2 ${hash}`,
      amount: rounds * blocks,
      decoys: (amount) => (amount > 0 ? [decoy(hash, amount)] : []),
    },
    verify: async (password) =>
      same(await derivePbkdf2(password, salt, rounds, digest.length, hash), digest),
  }
}

/** One block of the digest, so that the work is one round after the other. */
function decoy(hash: Pbkdf2Hash, rounds: number): string {
  const digest = Buffer.alloc(blockBytes[hash]).toString('base64')
  return `$pbkdf2-${hash}$i=${rounds}$${DECOY_SALT}$${digest}`
}
