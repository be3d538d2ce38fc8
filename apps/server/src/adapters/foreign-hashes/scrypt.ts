import { createCipheriv, type ScryptOptions, scrypt as scryptOf } from 'node:crypto'
import { promisify } from 'node:util'
import {
  bytesOf,
  DECOY_DIGEST,
  DECOY_SALT,
  damaged,
  type ForeignFormat,
  isSoundDigest,
  type Reading,
  same,
  tooDear,
  wholeCheck,
} from './reading.ts'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptOf)

/** 128 MiB is the largest recommendation of OWASP (N = 2^17, r = 8). */
const MOST_BYTES = 128 * 1024 * 1024
/** N·r·p: twice that of N = 2^17, r = 8, p = 1. */
const MOST_WORK = 2 ** 21

type Parameters = { n: number; r: number; p: number }
type Stored = Parameters & { format: string; salt: string | Buffer; digest: Buffer }

/** `$scrypt$ln=16,r=8,p=1$salt$hash`: the PHC form, passlib's too. */
export const phcScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$scrypt$')) return undefined
  const format = 'scrypt'
  const [, ln, r, p, salt, digest] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([^$]+)\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return reading({
    format,
    ...{ n: 2 ** Number(ln), r: Number(r), p: Number(p) },
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** `scrypt$16384$salt$8$5$hash`: N, salt, r, p. */
export const djangoScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('scrypt$')) return undefined
  const format = 'scrypt (Django)'
  const [, n, salt, r, p, digest] =
    /^scrypt\$(\d{1,9})\$([^$]+)\$(\d{1,4})\$(\d{1,4})\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return reading({
    format,
    ...{ n: Number(n), r: Number(r), p: Number(p) },
    salt,
    digest: bytesOf(digest),
  })
}

/**
 * Firebase's, in the form that other systems import too: parameters, salt separator (`ss`) and signer key (`sk`) of the
 * project, then salt and hash of the account. The derived key encrypts the signer key.
 */
export const firebaseScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$fbscrypt$')) return undefined
  const format = 'scrypt (Firebase)'
  const [, n, r, p, separator, signer, salt, digest] =
    /^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4}),ss=([^,$]*),sk=([^,$]+)\$([^$]+)\$([^$]+)$/.exec(
      stored,
    ) ?? []
  if (separator === undefined || !signer || !salt || !digest) return { format, problem: damaged }
  const signerKey = bytesOf(signer)
  return reading(
    {
      format,
      ...{ n: 2 ** Number(n), r: Number(r), p: Number(p) },
      salt: Buffer.concat([bytesOf(salt), bytesOf(separator)]),
      digest: bytesOf(digest),
    },
    (key) => createCipheriv('aes-256-ctr', key.subarray(0, 32), Buffer.alloc(16)).update(signerKey),
  )
}

function reading(stored: Stored, finish?: (key: Buffer) => Buffer): Reading {
  const { format, n, r, p, salt, digest } = stored
  const isPowerOfTwo = n > 1 && Number.isInteger(Math.log2(n))
  if (!isPowerOfTwo || r < 1 || p < 1 || salt.length === 0 || !isSoundDigest(digest)) {
    return { format, problem: damaged }
  }
  const bytes = 128 * r * (n + p)
  if (128 * r * n > MOST_BYTES || n * r * p > MOST_WORK) return { format, problem: tooDear }
  const length = finish ? 64 : digest.length
  return {
    format,
    work: wholeCheck(
      `scrypt ${n} ${r} ${p}`,
      `$scrypt$ln=${Math.log2(n)},r=${r},p=${p}$${DECOY_SALT}$${DECOY_DIGEST}`,
    ),
    async verify(password) {
      const key = await derive(password, salt as Buffer, length, {
        ...{ N: n, r, p },
        maxmem: bytes + 1024 * 1024,
      })
      return same(finish ? finish(key) : key, digest)
    },
  }
}
