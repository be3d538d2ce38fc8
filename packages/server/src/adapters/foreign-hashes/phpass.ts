import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { damaged, type ForeignFormat, same, tooDear, type Work } from './reading.ts'

const digits = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LEAST_LOG = 7
/** 2^17 rounds of MD5 take about a tenth of a second. WordPress has 2^13. */
const MOST_LOG = 17
/** Rounds that run before others get their turn: Node computes MD5 on the event loop. */
const ROUNDS_AT_ONCE = 2_048

/** phpass: `$P$B` in WordPress before 6.8, `$H$` in phpBB. Repeated MD5, so it is only read. */
export const phpass: ForeignFormat = (stored) => {
  if (!/^\$[PH]\$/.test(stored)) return undefined
  const format = 'phpass'
  const [, cost = '', salt = '', digest = ''] =
    /^\$[PH]\$([./\w])([./\w]{8})([./\w]{22})$/.exec(stored) ?? []
  const log = digits.indexOf(cost)
  if (cost === '' || log < LEAST_LOG) return { format, problem: damaged }
  if (log > MOST_LOG) return { format, problem: tooDear }
  return {
    format,
    work: phpassWork(log),
    async verify(password) {
      const bytes = Buffer.from(password)
      let key = md5(Buffer.from(salt), bytes)
      for (let round = 0; round < 2 ** log; round += 1) {
        if (round % ROUNDS_AT_ONCE === ROUNDS_AT_ONCE - 1) await setImmediate()
        key = md5(key, bytes)
      }
      return same(Buffer.from(encoded(key)), Buffer.from(digest))
    },
  }
}

function md5(one: Buffer, other: Buffer): Buffer {
  return createHash('md5').update(one).update(other).digest()
}

/** Three bytes are four digits, the lowest first. */
function encoded(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3)
    const number = group.reduce((sum, byte, index) => sum | (byte << (8 * index)), 0)
    for (let digit = 0; digit <= group.length; digit += 1) {
      text += digits[(number >> (6 * digit)) & 63]
    }
  }
  return text
}

/** Each step of the cost doubles the work, so a remainder is paid by one hash for each of its bits. */
function phpassWork(log: number): Work {
  return {
    family: 'phpass',
    amount: 2 ** log,
    decoys: (amount) =>
      Array.from({ length: MOST_LOG + 1 }, (_, bit) => bit)
        .filter((bit) => (amount & (2 ** bit)) !== 0)
        .map((bit) => `$P$${digits[bit]}latchkey${'.'.repeat(22)}`),
  }
}
