import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CommonPasswords } from '@latchkey/core'

/**
 * An entry is stored as six bytes of its SHA-256. With half a million entries, the probability that another password is
 * taken for one of them is 2 in 1 000 000 000.
 */
const FINGERPRINT_BYTES = 6

export function fingerprintOf(entry: string): Buffer {
  return hash('sha256', entry, 'buffer').subarray(0, FINGERPRINT_BYTES)
}

/**
 * The list written by `build-steps/common-passwords.ts`: sorted fingerprints without separators. It takes three megabytes
 * outside the heap and about a millisecond to read; a set of strings takes forty times as much of both.
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
