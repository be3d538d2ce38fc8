import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CommonPasswords } from '@latchkey/core'

/**
 * Six bytes of SHA-256 stand for an entry. Among half a million entries, a password that is none of them is taken
 * for one with a probability of 2 in 1 000 000 000.
 */
export const FINGERPRINT_BYTES = 6

export function fingerprintOf(entry: string): Buffer {
  return hash('sha256', entry, 'buffer').subarray(0, FINGERPRINT_BYTES)
}

/**
 * The list as `build-steps/common-passwords.ts` wrote it: sorted fingerprints, one after another. Bytes outside the
 * heap: three megabytes, read in about a millisecond, where a set of strings takes forty times both.
 */
export function loadCommonPasswords(file: string): CommonPasswords {
  const list = readFileSync(file)
  if (list.length === 0 || list.length % FINGERPRINT_BYTES !== 0) {
    throw new Error(`${file} is not a list of common passwords; build it again`)
  }
  const at = (index: number) => list.readUIntBE(index * FINGERPRINT_BYTES, FINGERPRINT_BYTES)
  return {
    has(password) {
      const wanted = fingerprintOf(password).readUIntBE(0, FINGERPRINT_BYTES)
      let low = 0
      let high = list.length / FINGERPRINT_BYTES - 1
      while (low <= high) {
        const middle = (low + high) >>> 1
        const found = at(middle)
        if (found === wanted) return true
        if (found < wanted) low = middle + 1
        else high = middle - 1
      }
      return false
    },
  }
}
