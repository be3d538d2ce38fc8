import { timingSafeEqual } from 'node:crypto'

/** What a stored hash turned out to be. */
export type Reading =
  | {
      format: string
      /** Names the work one check takes: the same cost, the same work. */
      cost: string
      verify(password: string): Promise<boolean>
    }
  /** Of this format, and not one that will ever be checked. */
  | { format: string; problem: string }

/** A way passwords are stored elsewhere. `undefined`: not this one. */
export type ForeignFormat = (stored: string) => Reading | undefined

export const tooDear = 'its cost is above what a sign-in may take'
export const damaged = 'it is damaged or cut off'

// A hash of nothing equals a hash of nothing: what is shorter could be met by chance or by design.
const SHORTEST_DIGEST = 16
const LONGEST_DIGEST = 128

export function isSoundDigest(digest: Buffer): boolean {
  return digest.length >= SHORTEST_DIGEST && digest.length <= LONGEST_DIGEST
}

export function same(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Base64 as hashes hold it: padded or not, with `.` for `+` in some. Anything else decodes to nothing. */
export function bytesOf(base64: string): Buffer {
  const standard = base64.replaceAll('.', '+').replace(/=+$/, '')
  return /^[\w+/]*$/.test(standard) ? Buffer.from(standard, 'base64') : Buffer.alloc(0)
}
