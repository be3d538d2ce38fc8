import { createHash, createHmac } from 'node:crypto'
import { bytesOf, bytesOfHex, damaged, type ForeignFormat, same } from './reading.ts'
import { scryptReading } from './scrypt-reading.ts'

/* scrypt as single applications and frameworks store it. */

/** Adonis: `$scrypt$n=16384,r=8,p=1$salt$hash`, with N itself instead of its logarithm. */
export const adonisScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$scrypt$n=')) return undefined
  const [, n, r, p, salt = '', digest = ''] =
    /^\$scrypt\$n=(\d{1,9}),r=(\d{1,4}),p=(\d{1,4})\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? []
  return scryptReading({
    format: 'scrypt (Adonis)',
    ...(bytesOf(digest).length === 64 ? { write: 'adonis-scrypt' } : {}),
    ...{ n: Number(n), r: Number(r), p: Number(p) },
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** Werkzeug: `scrypt:32768:8:1$salt$hash`, where the salt is text and the hash hexadecimal. */
export const werkzeugScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('scrypt:')) return undefined
  const [, n, r, p, salt = '', digest = ''] =
    /^scrypt:(\d{1,9}):(\d{1,4}):(\d{1,4})\$([^$]+)\$([0-9a-f]+)$/.exec(stored) ?? []
  return scryptReading({
    format: 'scrypt (Werkzeug)',
    write: 'werkzeug-scrypt',
    ...{ n: Number(n), r: Number(r), p: Number(p) },
    salt,
    digest: bytesOfHex(digest),
  })
}

/**
 * Spring: `{scrypt}$e0801$salt$hash`. The parameters are one hexadecimal number: the logarithm of N, then r and p of
 * eight bits each.
 */
export const springScrypt: ForeignFormat = (stored) => {
  const [, prefix, text = ''] = /^\{(scrypt(?:@SpringSecurity_v5_8)?)\}(.*)$/s.exec(stored) ?? []
  if (prefix === undefined) return undefined
  const format = 'scrypt (Spring)'
  const [, parameters = '', salt = '', digest = ''] =
    /^\$([0-9a-f]{5,6})\$([^$]+)\$([^$]+)$/.exec(text) ?? []
  const number = Number.parseInt(parameters, 16)
  if (bytesOf(digest).length !== 32) return { format, problem: damaged }
  return scryptReading({
    format,
    write: 'spring-scrypt',
    prefix,
    ...{ n: 2 ** (number >> 16), r: (number >> 8) & 0xff, p: number & 0xff },
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** better-auth's parameters. They are not in the text. */
export const betterAuthCost = { n: 16_384, r: 16, p: 1 }

/** better-auth: `salt:hash`. The salt is the hexadecimal text, not its bytes, and the password is in NFKC. */
export const betterAuthScrypt: ForeignFormat = (stored) => {
  const [, salt, digest = ''] = /^([0-9a-f]{32}):([0-9a-f]{128})$/i.exec(stored) ?? []
  if (salt === undefined) return undefined
  const reading = scryptReading({
    format: 'scrypt (better-auth)',
    write: 'better-auth',
    doubt: 'code of an application’s own may store other hashes as salt:hash',
    ...betterAuthCost,
    salt,
    digest: bytesOfHex(digest),
  })
  if ('problem' in reading) return reading
  return {
    ...reading,
    writtenAs: reading.writtenAs && { ...reading.writtenAs, parameters: {} },
    verify: (password) => reading.verify(password.normalize('NFKC')),
  }
}

/** The 96 bytes of the file header of the `scrypt` program, in Base64 (Medusa) or hexadecimal (HedgeDoc). */
export const scryptFile: ForeignFormat = (stored) => {
  const prefix = stored.startsWith('c2NyeXB0A') ? 'base64' : 'hex'
  if (prefix === 'hex' && !stored.startsWith('73637279707400')) return undefined
  const format = 'scrypt (file header)'
  const bytes = prefix === 'hex' ? bytesOfHex(stored) : bytesOf(stored)
  if (bytes.length !== 96) return { format, problem: damaged }
  const header = bytes.subarray(0, 48)
  const checksum = createHash('sha256').update(header).digest().subarray(0, 16)
  if (!same(checksum, bytes.subarray(48, 64))) return { format, problem: damaged }
  return scryptReading(
    {
      format,
      write: 'medusa-scrypt',
      prefix,
      ...{ n: 2 ** bytes.readUInt8(7), r: bytes.readUInt32BE(8), p: bytes.readUInt32BE(12) },
      salt: bytes.subarray(16, 48),
      digest: bytes.subarray(64),
    },
    { of: (key) => signedHeader(bytes.subarray(0, 64), key), keyBytes: 64 },
  )
}

/** The second half of the key signs all that is before the signature. */
export function signedHeader(header: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key.subarray(32)).update(header).digest()
}
