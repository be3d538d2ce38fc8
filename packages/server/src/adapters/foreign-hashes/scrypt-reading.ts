import { type ScryptOptions, scrypt as scryptOf } from 'node:crypto'
import { promisify } from 'node:util'
import {
  DECOY_DIGEST,
  DECOY_SALT,
  damaged,
  isSoundDigest,
  type Reading,
  same,
  tooDear,
  type WrittenAs,
  wholeCheck,
} from './reading.ts'

const derive = promisify<string, string | Buffer, number, ScryptOptions, Buffer>(scryptOf)

/** 128 MiB is the largest recommendation of OWASP (N = 2^17, r = 8). */
const MOST_BYTES = 128 * 1024 * 1024
/** N·r·p: twice that of N = 2^17, r = 8, p = 1. */
const MOST_WORK = 2 ** 21

export type ScryptCost = { n: number; r: number; p: number }

export type ScryptStored = ScryptCost & {
  format: string
  write?: WrittenAs['write']
  prefix?: string
  doubt?: string
  salt: string | Buffer
  digest: Buffer
}

/** In libuv's thread pool. A salt of text is used as its bytes. */
export function deriveScrypt(
  password: string,
  salt: string | Buffer,
  { n, r, p, length }: ScryptCost & { length: number },
): Promise<Buffer> {
  const maxmem = 128 * r * (n + p) + 1024 * 1024
  return derive(password, salt, length, { N: n, r, p, maxmem })
}

/** Why these parameters cannot be used. */
export function scryptProblem({ n, r, p }: ScryptCost): string | undefined {
  const isPowerOfTwo = n > 1 && Number.isInteger(Math.log2(n))
  if (!isPowerOfTwo || r < 1 || p < 1) return damaged
  return 128 * r * n > MOST_BYTES || n * r * p > MOST_WORK ? tooDear : undefined
}

/** The stored digest is of `finish`, if there is one, and otherwise the derived key. */
export function scryptReading(
  stored: ScryptStored,
  finish?: { of(key: Buffer): Buffer; keyBytes: number },
): Reading {
  const { format, write, prefix, doubt, n, r, p, salt, digest } = stored
  const problem = scryptProblem(stored)
  if (problem === damaged || salt.length === 0 || !isSoundDigest(digest)) {
    return { format, problem: damaged }
  }
  if (problem !== undefined) return { format, problem }
  const length = finish?.keyBytes ?? digest.length
  return {
    format,
    writtenAs: write && {
      write,
      ...(prefix === undefined ? {} : { prefix }),
      ...(doubt === undefined ? {} : { doubt }),
      parameters: { N: n, r, p },
    },
    work: wholeCheck(
      `scrypt ${n} ${r} ${p}`,
      `$scrypt$ln=${Math.log2(n)},r=${r},p=${p}$${DECOY_SALT}$${DECOY_DIGEST}`,
    ),
    async verify(password) {
      const key = await deriveScrypt(password, salt, { n, r, p, length })
      return same(finish ? finish.of(key) : key, digest)
    },
  }
}
