import { pbkdf2 as pbkdf2Of } from 'node:crypto'
import { promisify } from 'node:util'
import {
  bytesOf,
  DECOY_SALT,
  damaged,
  type ForeignFormat,
  isSoundDigest,
  type Reading,
  same,
  tooDear,
} from './reading.ts'

const derive = promisify(pbkdf2Of)

/** OWASP recommends 600 000 rounds of SHA-256, Django 6 uses 1 200 000. Each block of the digest needs all rounds. */
const MOST_ROUNDS = 3_000_000

const blockBytes = { sha1: 20, sha256: 32, sha512: 64 }
type Hash = keyof typeof blockBytes
type Stored = {
  format: string
  hash: Hash
  rounds: number
  salt: string | Buffer
  digest: Buffer
}

/** `$pbkdf2-sha256$i=600000$salt$hash`; passlib leaves out `i=`, and calls SHA-1's plain `pbkdf2`. */
export const phcPbkdf2: ForeignFormat = (stored) => {
  if (!/^\$pbkdf2[-$]/.test(stored)) return undefined
  const format = 'pbkdf2'
  const [, hash = 'sha1', rounds, salt, digest] =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([^$]+)\$([^$]+)$/.exec(
      stored,
    ) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return reading({
    format,
    hash: hash as Hash,
    rounds: Number(rounds),
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** `pbkdf2_sha256$600000$salt$hash`, where the salt is text. */
export const djangoPbkdf2: ForeignFormat = (stored) => {
  if (!stored.startsWith('pbkdf2_')) return undefined
  const format = 'pbkdf2 (Django)'
  const [, hash, rounds, salt, digest] =
    /^pbkdf2_(sha1|sha256)\$(\d{1,9})\$([^$]+)\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return reading({
    format,
    hash: hash as Hash,
    rounds: Number(rounds),
    salt,
    digest: bytesOf(digest),
  })
}

const aspNetHashes: readonly (Hash | undefined)[] = ['sha1', 'sha256', 'sha512']

/** ASP.NET Core Identity, version 3: Base64 of a byte 1, hash, rounds, length of the salt, the salt, the digest. */
export const aspNetPbkdf2: ForeignFormat = (stored) => {
  if (!/^AQAAAA[A-Za-z0-9+/]{20,}={0,2}$/.test(stored)) return undefined
  const format = 'pbkdf2 (ASP.NET Identity 3)'
  const bytes = Buffer.from(stored, 'base64')
  const hash = aspNetHashes[bytes.readUInt32BE(1)]
  const saltEnd = 13 + bytes.readUInt32BE(9)
  if (!hash || saltEnd > bytes.length) return { format, problem: damaged }
  return reading({
    format,
    hash,
    rounds: bytes.readUInt32BE(5),
    salt: bytes.subarray(13, saltEnd),
    digest: bytes.subarray(saltEnd),
  })
}

function reading({ format, hash, rounds, salt, digest }: Stored): Reading {
  if (rounds < 1 || salt.length === 0 || !isSoundDigest(digest)) {
    return { format, problem: damaged }
  }
  const blocks = Math.ceil(digest.length / blockBytes[hash])
  if (rounds * blocks > MOST_ROUNDS) return { format, problem: tooDear }
  return {
    format,
    work: {
      family: `pbkdf2 ${hash}`,
      amount: rounds * blocks,
      decoys: (amount) => (amount > 0 ? [decoy(hash, amount)] : []),
    },
    verify: async (password) =>
      same(await derive(password, salt, rounds, digest.length, hash), digest),
  }
}

/** One block of the digest, so that the work is one round after the other. */
function decoy(hash: Hash, rounds: number): string {
  const digest = Buffer.alloc(blockBytes[hash]).toString('base64')
  return `$pbkdf2-${hash}$i=${rounds}$${DECOY_SALT}$${digest}`
}
