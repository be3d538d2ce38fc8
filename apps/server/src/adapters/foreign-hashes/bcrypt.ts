import { createHash } from 'node:crypto'
import { verify } from '@node-rs/bcrypt'
import { damaged, type ForeignFormat, type Reading, tooDear, type Work } from './reading.ts'

/** Cost 15 takes one core two to three seconds; the usual costs 10 to 12 take 0.06 to 0.3. */
const HIGHEST_COST = 15
/** bcrypt ignores the rest. */
export const BYTES_READ = 72

/**
 * bcrypt, also as Django stores it. A password of more than 72 bytes never matches, because bcrypt would accept every
 * password with the same beginning. Its owner sets a new one by a reset.
 */
export const bcrypt: ForeignFormat = (stored) => {
  const plain = /^(?:bcrypt\$)?(\$2[aby]?x?\$.*)$/s.exec(stored)?.[1]
  if (plain !== undefined) {
    return reading(plain, async (password) => {
      const matches = await verify(password, plain)
      return matches && Buffer.byteLength(password) <= BYTES_READ
    })
  }
  // Django's remedy: bcrypt of a SHA-256, which is never too long.
  const digested = /^bcrypt_sha256\$(\$2[aby]?x?\$.*)$/s.exec(stored)?.[1]
  if (digested === undefined) return undefined
  return reading(digested, (password) =>
    verify(createHash('sha256').update(password).digest('hex'), digested),
  )
}

function reading(hash: string, check: (password: string) => Promise<boolean>): Reading {
  const format = 'bcrypt'
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1]
  // `2` and `2x` were written by faulty implementations, whose treatment of the password is unknown.
  if (/^\$2x?\$/.test(hash)) return { format, problem: 'it was made by a faulty bcrypt' }
  if (cost === undefined || Number(cost) < 4) return { format, problem: damaged }
  if (Number(cost) > HIGHEST_COST) return { format, problem: tooDear }
  return { format, work: bcryptWork(Number(cost)), verify: check }
}

/** Each step of the cost doubles the work, so a remainder is paid by one hash for each of its bits. */
function bcryptWork(cost: number): Work {
  return {
    family: 'bcrypt',
    amount: 2 ** cost,
    decoys: (amount) =>
      Array.from({ length: HIGHEST_COST + 1 }, (_, bit) => bit)
        .filter((bit) => (amount & (2 ** bit)) !== 0)
        .map((bit) => `$2b$${String(bit).padStart(2, '0')}$${'.'.repeat(53)}`),
  }
}
