import { createHash, createHmac, randomBytes, randomInt, randomUUID } from 'node:crypto'
import {
  type AddressDigest,
  type Charge,
  type ClientDigest,
  type CodeDigest,
  type DeliveryAttempt,
  type Digest,
  type EmailAddress,
  type GuessLimits,
  type MintedSecret,
  type NewRequest,
  type Preparation,
  parseEmailAddress,
  type SignInPairDigest,
  type SubjectDigest,
  type TokenDigest,
  type Window,
  type WindowLimit,
} from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'

/* What stories are about, made up anew each time so that stories share a database and never meet. */

/** The limits of a story that is not about limits. */
export const freely: NewRequest['charges'] = { client: [], address: charge(1_000), inAll: [] }

/** A bucket of its own unless `subject` says whose. */
export function charge<Subject extends SubjectDigest = AnyDigest>(
  most: number,
  options: { limit?: WindowLimit; subject?: Subject; seconds?: number; windows?: Window[] } = {},
): Charge & { subject: Subject } {
  return {
    limit: options.limit ?? 'mail-by-address',
    subject: options.subject ?? (newDigest() as SubjectDigest as Subject),
    windows: options.windows ?? [{ seconds: options.seconds ?? 60, most }],
  }
}

/** Twenty a day for one address, and no end for the house. */
export const guessLimit: GuessLimits = {
  'guess-by-address': [{ seconds: 24 * 3600, most: 20 }],
  'guess-in-a-row': 1_000_000,
  'guess-in-all': [{ seconds: 3600, most: 1_000_000 }],
}

/** The two secrets of one mail, in clear and as they are stored. */
export type Pair = {
  messageId: string
  requestId: string
  token: string
  digits: string
  link: TokenDigest
  code: CodeDigest
}

/** Random bytes that stand for the digest of anything. */
export type AnyDigest = TokenDigest & CodeDigest & AddressDigest & ClientDigest & SignInPairDigest

export function newDigest(): AnyDigest {
  return randomBytes(32) as Uint8Array as AnyDigest
}

/** A digest of one thing in the place of another, as only a test passes it. */
export function inPlaceOf<Expected extends Digest>(digest: Digest): Expected {
  return digest as Expected
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function emailAddress(raw = `ada-${randomUUID()}@example.test`): EmailAddress {
  const address = parseEmailAddress(raw)
  if (!address) throw new Error(`${raw} is no address`)
  return address
}

export function newRequest(change: Partial<NewRequest> = {}): NewRequest {
  return {
    id: randomUUID(),
    address: emailAddress(),
    addressDigest: newDigest(),
    clientDigest: newDigest(),
    device: 'Firefox on Windows',
    locale: 'en',
    charges: freely,
    lifetimes: { requestMinutes: 120, codeMinutes: 10 },
    ...change,
  }
}

/** A point in the past by the database's clock, for rows that a story makes older. */
export function ago(interval: string): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() - ${interval}::interval`
}

export function minutesFromNow(date: Date | undefined): number {
  return ((date?.getTime() ?? Number.NaN) - Date.now()) / 60_000
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

/** A pair as an attempt mints it. */
export function mintedFrom({ link, code }: Pick<Pair, 'link' | 'code'>, minutes?: number) {
  return [
    { kind: 'link', digest: link, lifetimeMinutes: minutes ?? 60 },
    { kind: 'code', digest: code, lifetimeMinutes: minutes ?? 10 },
  ] satisfies MintedSecret[]
}

export function mintedNotMe(digest: TokenDigest = newDigest()) {
  return { kind: 'not-me', digest, lifetimeMinutes: 72 * 60 } satisfies MintedSecret
}

export function preparationOf(
  attempt: DeliveryAttempt,
  secrets: readonly MintedSecret[] = [],
): Preparation {
  return { attempt, secrets, emailNoAccount: false }
}

export function spendOf(
  pair: Pick<Pair, 'requestId' | 'code'>,
  ticketDigest: TokenDigest = newDigest(),
) {
  return {
    requestId: pair.requestId,
    codeDigests: [pair.code],
    ticketDigest,
    ticketLifetimeMinutes: 10,
    clientDigest: newDigest(),
  }
}

export function alarmWith(tokenDigest: TokenDigest, change: Partial<NewRequest> = {}) {
  const { address: _, charges: __, ...request } = newRequest(change)
  return { tokenDigest, passwordHash: 'nobody’s hash', request }
}

export function changeWith(tokenDigest: TokenDigest, passwordHash = 'second hash') {
  return {
    tokenDigest,
    passwordHash,
    clientDigest: newDigest(),
    signInPair: newDigest(),
    addressDigest: newDigest(),
  }
}
