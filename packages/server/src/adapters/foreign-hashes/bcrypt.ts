import { createHash, createHmac } from 'node:crypto'
import { verify } from '@node-rs/bcrypt'
import { partsOf } from '../password-formats/stored-password.ts'
import {
  damaged,
  type ForeignFormat,
  type Reading,
  tooDear,
  type Work,
  type WrittenAs,
} from './reading.ts'

/** Cost 15 takes one core two to three seconds; the usual costs 10 to 12 take 0.06 to 0.3. */
export const HIGHEST_BCRYPT_COST = 15
/** bcrypt ignores the rest. */
export const BYTES_READ = 72

/** Also as Django (`bcrypt$`) and Spring (`{bcrypt}`) store it. */
const plainForm = /^(bcrypt\$|\{bcrypt\})?(\$2[aby]?x?\$.*)$/s
const plainNames = { '': 'bcrypt', bcrypt$: 'django-bcrypt', '{bcrypt}': 'spring-bcrypt' } as const

/**
 * bcrypt of the password itself. One of more than 72 bytes never matches, because bcrypt would accept every password
 * with the same beginning; its owner sets a new one by a reset. Except as Symfony does it, which digests longer ones.
 */
export const bcrypt: ForeignFormat = (stored) => {
  const [, prefix = '', hash] = plainForm.exec(stored) ?? []
  if (hash === undefined) return undefined
  const write = plainNames[prefix as keyof typeof plainNames]
  const letter = write === 'django-bcrypt' ? undefined : hash.slice(1, 3)
  return reading(hash, { write, prefix: letter }, (password) =>
    verify(fits(password) ? password : symfonyDigest(password), hash),
  )
}

/**
 * bcrypt of the password with the application's secret behind it. As in the application, what goes beyond 72 bytes is
 * cut off from the secret.
 */
export function pepperedBcrypt(pepper: string): ForeignFormat {
  return (stored) => {
    const hash = /^\$2[aby]?x?\$.*$/s.exec(stored)?.[0]
    if (hash === undefined) return undefined
    return reading(hash, { write: 'bcrypt', prefix: hash.slice(1, 3) }, async (password) => {
      return (await verify(`${password}${pepper}`, hash)) && fits(password)
    })
  }
}

/** Django's remedy: bcrypt of a SHA-256, which is never too long. */
export const djangoBcryptSha256: ForeignFormat = (stored) => {
  const hash = /^bcrypt_sha256\$(\$2[aby]?x?\$.*)$/s.exec(stored)?.[1]
  if (hash === undefined) return undefined
  return reading(hash, { write: 'django-bcrypt-sha256' }, (password) =>
    verify(sha256Hex(password), hash),
  )
}

/** WordPress from 6.8 on: `$wp` before bcrypt of a keyed SHA-384. */
export const wordpressBcrypt: ForeignFormat = (stored) => {
  const hash = /^\$wp(\$2[aby]?x?\$.*)$/s.exec(stored)?.[1]
  if (hash === undefined) return undefined
  return reading(hash, { write: 'wordpress-bcrypt' }, (password) =>
    verify(wordpressDigest(password), hash),
  )
}

/** Adonis: `$bcrypt$v=98$r=10$salt$hash` in standard Base64, where 98 is the letter of the version. */
export const adonisBcrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$bcrypt$')) return undefined
  const [, version, cost, salt = '', digest = ''] =
    /^\$bcrypt\$v=(97|98)\$r=(\d{1,2})\$([\w+/]{22})\$([\w+/]{31})$/.exec(stored) ?? []
  if (version === undefined) return { format: 'bcrypt (Adonis)', problem: damaged }
  const letter = String.fromCharCode(Number(version))
  const hash = `$2${letter}$${cost?.padStart(2, '0')}$${toBcryptBase64(salt)}${toBcryptBase64(digest)}`
  return reading(
    hash,
    { write: 'adonis-bcrypt' },
    async (password) => (await verify(password, hash)) && fits(password),
  )
}

/** Metabase: a salt of its own in a second column, before the password. */
export const metabaseBcrypt: ForeignFormat = (stored) => {
  const { hash, salt, algorithm } = partsOf(stored) ?? {}
  if (!hash || !salt || algorithm !== undefined || !/^\$2[aby]?x?\$/.test(hash)) return undefined
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(salt.trimEnd())
  const doubt = isUuid ? {} : { doubt: 'the salt is not a UUID, as it is in Metabase' }
  return reading(hash, { write: 'metabase', ...doubt }, async (password) => {
    const text = `${salt.trimEnd()}${password}`
    return (await verify(text, hash)) && fits(text)
  })
}

/** Symfony digests what bcrypt would cut off. Of its 88 characters bcrypt still reads 72. */
export function symfonyDigest(password: string): string {
  return createHash('sha512').update(password).digest('base64')
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Its sign-in and its change of passwords both cut off the white space that PHP knows. */
export function wordpressDigest(password: string): string {
  const trimmed = password.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '')
  return createHmac('sha384', 'wp-sha384').update(trimmed).digest('base64')
}

export function fits(text: string): boolean {
  return Buffer.byteLength(text) <= BYTES_READ
}

const standardAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const bcryptAlphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** bcrypt has the digits of Base64 in another order. */
function toBcryptBase64(standard: string): string {
  return standard.replace(/./g, (digit) => bcryptAlphabet[standardAlphabet.indexOf(digit)] ?? '')
}

export function fromBcryptBase64(text: string): string {
  return text.replace(/./g, (digit) => standardAlphabet[bcryptAlphabet.indexOf(digit)] ?? '')
}

function reading(
  hash: string,
  writtenAs: WrittenAs,
  check: (password: string) => Promise<boolean>,
): Reading {
  const format = 'bcrypt'
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1]
  // `2` and `2x` were written by faulty implementations, whose treatment of the password is unknown.
  if (/^\$2x?\$/.test(hash)) return { format, problem: 'it was made by a faulty bcrypt' }
  if (cost === undefined || Number(cost) < 4) return { format, problem: damaged }
  if (Number(cost) > HIGHEST_BCRYPT_COST) return { format, problem: tooDear }
  return {
    format,
    writtenAs: { ...writtenAs, cost: Number(cost) },
    work: bcryptWork(Number(cost)),
    verify: check,
  }
}

/** Each step of the cost doubles the work, so a remainder is paid by one hash for each of its bits. */
function bcryptWork(cost: number): Work {
  return {
    family: 'bcrypt',
    amount: 2 ** cost,
    decoys: (amount) =>
      Array.from({ length: HIGHEST_BCRYPT_COST + 1 }, (_, bit) => bit)
        .filter((bit) => (amount & (2 ** bit)) !== 0)
        .map((bit) => `$2b$${String(bit).padStart(2, '0')}$${'.'.repeat(53)}`),
  }
}
