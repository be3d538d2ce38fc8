import { timingSafeEqual } from 'node:crypto'
import type { FormatName } from '../password-formats/format-names.ts'

/** What a stored hash was recognised as. */
export type Reading =
  | {
      format: string
      /** How to write another one like it. Absent: it is only read. */
      writtenAs?: WrittenAs | undefined
      work: Work
      verify(password: string): Promise<boolean>
    }
  /** It has this format, and is never checked. */
  | { format: string; problem: string }

/** A format and its parameters, as a map names them under `password`. */
export type WrittenAs = {
  write: FormatName
  prefix?: string | undefined
  cost?: number
  parameters?: Record<string, number>
  /** Why the text may also be of another format. */
  doubt?: string
}

/** The work of one check. Checks of one family add up: two of half the amount take as long as one of the whole. */
export type Work = {
  family: string
  amount: number
  /** Stored hashes that match no password. To check them all is this amount of the same family's work. */
  decoys(amount: number): string[]
}

/** Work whose parts do not add up exactly: one check at these costs, or none. */
export function wholeCheck(family: string, decoy: string): Work {
  return { family, amount: 1, decoys: (amount) => (amount > 0 ? [decoy] : []) }
}

/** For decoys: 16 bytes, in Base64. */
export const DECOY_SALT = 'bGF0Y2hrZXkgbm9ib2R5IQ'
/** A digest of 32 bytes, in Base64. */
export const DECOY_DIGEST = '0'.repeat(43)

/** Recognises one format of stored passwords. `undefined`: it is another format. */
export type ForeignFormat = (stored: string) => Reading | undefined

export const tooDear = 'its cost is above what a sign-in may take'
export const damaged = 'it is damaged or cut off'

// A shorter digest could be matched by chance or by design; an empty one matches every other empty one.
const SHORTEST_DIGEST = 16
const LONGEST_DIGEST = 128

export function isSoundDigest(digest: Buffer): boolean {
  return digest.length >= SHORTEST_DIGEST && digest.length <= LONGEST_DIGEST
}

export function same(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Hexadecimal digits. Anything else decodes to no bytes. */
export function bytesOfHex(hex: string): Buffer {
  return /^(?:[0-9a-f]{2})*$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.alloc(0)
}

/** Base64 as in hashes: padded or not, some with `.` for `+`. Anything else decodes to no bytes. */
export function bytesOf(base64: string): Buffer {
  const standard = base64.replaceAll('.', '+').replace(/=+$/, '')
  return /^[\w+/]*$/.test(standard) ? Buffer.from(standard, 'base64') : Buffer.alloc(0)
}
