import { isPbkdf2Hash, type Pbkdf2Hash, passlibBase64, pbkdf2Reading } from './pbkdf2-reading.ts'
import { bytesOf, damaged, type ForeignFormat, type WrittenAs } from './reading.ts'

/** `$pbkdf2-sha256$i=600000$salt$hash`; passlib leaves out `i=`, and calls SHA-1's plain `pbkdf2`. */
export const phcPbkdf2: ForeignFormat = (stored) => {
  if (!/^\$pbkdf2[-$]/.test(stored)) return undefined
  const format = 'pbkdf2'
  const [, hash = 'sha1', rounds, salt, digest] =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([^$]+)\$([^$]+)$/.exec(
      stored,
    ) ?? []
  if (!salt || !digest || !isPbkdf2Hash(hash)) return { format, problem: damaged }
  return pbkdf2Reading({
    format,
    writtenAs: passlibForm.test(stored) ? asPasslib(hash, Number(rounds)) : undefined,
    hash,
    rounds: Number(rounds),
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

// With as many bytes of digest as the hash has, in passlib's Base64.
const passlibForm = new RegExp(
  `^\\$pbkdf2-(?:sha256\\$\\d+\\$${passlibBase64}+\\$${passlibBase64}{43}|sha512\\$\\d+\\$${passlibBase64}+\\$${passlibBase64}{86})$`,
)

function asPasslib(hash: Pbkdf2Hash, cost: number): WrittenAs | undefined {
  return hash === 'sha1' ? undefined : { write: `passlib-pbkdf2-${hash}`, cost }
}

/** `pbkdf2_sha256$600000$salt$hash`, where the salt is text. */
export const djangoPbkdf2: ForeignFormat = (stored) => {
  if (!stored.startsWith('pbkdf2_')) return undefined
  const format = 'pbkdf2 (Django)'
  const [, hash, rounds, salt, digest] =
    /^pbkdf2_(sha1|sha256)\$(\d{1,9})\$([^$]+)\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest || !isPbkdf2Hash(hash)) return { format, problem: damaged }
  return pbkdf2Reading({
    format,
    writtenAs: hash === 'sha256' ? { write: 'django-pbkdf2', cost: Number(rounds) } : undefined,
    hash,
    rounds: Number(rounds),
    salt,
    digest: bytesOf(digest),
  })
}

/** By the number that stands for it. */
export const aspNetHashes: readonly (Pbkdf2Hash | undefined)[] = ['sha1', 'sha256', 'sha512']

/** ASP.NET Core Identity, version 3: Base64 of a byte 1, hash, rounds, length of the salt, the salt, the digest. */
export const aspNetPbkdf2: ForeignFormat = (stored) => {
  if (!/^AQAAAA[A-Za-z0-9+/]{20,}={0,2}$/.test(stored)) return undefined
  const format = 'pbkdf2 (ASP.NET Identity 3)'
  const bytes = Buffer.from(stored, 'base64')
  const hash = aspNetHashes[bytes.readUInt32BE(1)]
  const saltEnd = 13 + bytes.readUInt32BE(9)
  if (!hash || saltEnd > bytes.length) return { format, problem: damaged }
  return pbkdf2Reading({
    format,
    writtenAs: { write: 'aspnet-identity-3', prefix: hash, cost: bytes.readUInt32BE(5) },
    hash,
    rounds: bytes.readUInt32BE(5),
    salt: bytes.subarray(13, saltEnd),
    digest: bytes.subarray(saltEnd),
  })
}
