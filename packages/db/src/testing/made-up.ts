import { createHash, createHmac, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { CodeDigest, TokenDigest } from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'

export {
  type AnyDigest,
  changeWith,
  charge,
  guessLimit,
  inPlaceOf,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newRequest,
  newSubjects,
  preparationOf,
  reportWith,
  signInAttempt,
  spendOf,
  unlimited,
} from '@latchkey/core/testing'

/** The two secrets of one email, in clear and as they are stored. */
export type Pair = {
  messageId: string
  requestId: string
  token: string
  digits: string
  link: TokenDigest
  code: CodeDigest
}

export function newPair(requestId: string): Pair {
  const token = randomBytes(32).toString('base64url')
  const digits = String(randomInt(1_000_000)).padStart(6, '0')
  return {
    messageId: randomUUID(),
    requestId,
    token,
    digits,
    link: createHash('sha256').update(token).digest() as Uint8Array as TokenDigest,
    code: createHmac('sha256', 'server secret')
      .update(`${requestId}:${digits}`)
      .digest() as Uint8Array as CodeDigest,
  }
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** A moment in the past by the database's clock, for rows that a story makes older. */
export function ago(interval: string): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() - ${interval}::interval`
}

export function minutesFromNow(date: Date | undefined): number {
  return ((date?.getTime() ?? Number.NaN) - Date.now()) / 60_000
}
