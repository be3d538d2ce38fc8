import type {
  AddressDigest,
  ClientDigest,
  CodeDigest,
  Digest,
  SignInPairDigest,
  SubjectDigest,
  TokenDigest,
} from '../digest.ts'
import { type EmailAddress, parseEmailAddress } from '../email-address.ts'
import type { Charge, Window, WindowLimit } from '../limits.ts'
import type {
  DeliveryAttempt,
  GuessLimits,
  MintedSecret,
  NewRequest,
  Preparation,
  SharedCharge,
  SignInAttempt,
  SignInSubjects,
} from '../ports/index.ts'

// Declared here, so that no platform's types are needed: Node and browsers both have it.
declare const crypto: {
  randomUUID(): string
  getRandomValues(bytes: Uint8Array): Uint8Array
}

/* What stories about stores are made of, made anew each time so that stories can share a database. */

/** Random bytes that stand for the digest of anything. */
export type AnyDigest = TokenDigest & CodeDigest & AddressDigest & ClientDigest & SignInPairDigest

export function newDigest(): AnyDigest {
  return crypto.getRandomValues(new Uint8Array(32)) as AnyDigest
}

/** A digest of one thing in the place of another, as only a test passes it. */
export function inPlaceOf<Expected extends Digest>(digest: Digest): Expected {
  return digest as Expected
}

export function newId(): string {
  return crypto.randomUUID()
}

export function newAddress(text = `ada-${newId()}@example.test`): EmailAddress {
  const address = parseEmailAddress(text)
  if (!address) throw new Error(`${text} is not an email address`)
  return address
}

/** A bucket of its own unless `subject` says whose, for an hour unless `seconds` says otherwise. */
export function charge<Subject extends SubjectDigest = AnyDigest>(
  most: number,
  options: { limit?: WindowLimit; subject?: Subject; seconds?: number; windows?: Window[] } = {},
): Charge & { subject: Subject } {
  return {
    limit: options.limit ?? 'request-by-client',
    subject: options.subject ?? (newDigest() as SubjectDigest as Subject),
    windows: options.windows ?? [{ seconds: options.seconds ?? 3600, most }],
  }
}

/** The limits of a story that is not about limits. */
export const unlimited: NewRequest['charges'] = {
  client: [],
  address: charge(1_000),
  network: newDigest(),
  share: charge(1_000),
  inAll: [],
}

/** Twenty a day for one address, and room for everything else. */
export const guessLimit: GuessLimits = {
  'guess-by-address': [{ seconds: 24 * 3600, most: 20 }],
  'guess-in-a-row': 1_000_000,
  'guess-in-all': [{ seconds: 3600, most: 1_000_000 }],
}

export function newRequest(change: Partial<NewRequest> = {}): NewRequest {
  return {
    id: newId(),
    address: newAddress(),
    addressDigest: newDigest(),
    clientDigest: newDigest(),
    device: 'Firefox on Windows',
    timeZone: 'Asia/Kolkata',
    locale: 'en',
    charges: { ...unlimited, network: newDigest() },
    lifetimes: { requestMinutes: 120, codeMinutes: 10 },
    ...change,
  }
}

/** The digests of the two secrets of one email. */
export type Pair = { requestId: string; link: TokenDigest; code: CodeDigest }

export function newPair(requestId: string): Pair {
  return { requestId, link: newDigest(), code: newDigest() }
}

/** A pair as an attempt mints it, with the default lifetimes unless `minutes` says otherwise. */
export function mintedFrom(
  { link, code }: Pick<Pair, 'link' | 'code'>,
  minutes?: number,
): MintedSecret[] {
  return [
    { kind: 'link', digest: link, lifetimeMinutes: minutes ?? 60 },
    { kind: 'code', digest: code, lifetimeMinutes: minutes ?? 10 },
  ]
}

export function mintedNotMe(digest: TokenDigest = newDigest()): MintedSecret[] {
  return [{ kind: 'not-me', digest, lifetimeMinutes: 72 * 60 }]
}

/** Of preparations in the store contract. */
export const MOST_GUESSES_IN_A_ROW = 7

export function preparationOf(
  attempt: DeliveryAttempt,
  secrets: readonly MintedSecret[] = [],
): Preparation {
  return { attempt, secrets, emailNoAccount: false, mostGuessesInARow: MOST_GUESSES_IN_A_ROW }
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

export function changeWith(tokenDigest: TokenDigest, passwordHash = 'second hash') {
  return { tokenDigest, passwordHash, clientDigest: newDigest(), ...newSubjects() }
}

export function reportWith(tokenDigest: TokenDigest, change: Partial<NewRequest> = {}) {
  const { address: _, charges: __, ...request } = newRequest(change)
  return { tokenDigest, passwordHash: 'hash of a password nobody knows', request }
}

/** Of an attempt that was charged to nothing that strangers share. */
export function newSubjects(
  addressDigest: AddressDigest = newDigest(),
): SignInSubjects & SharedCharge {
  const shared = { chargedAddress: false, chargedStreak: false }
  return { signInPair: newDigest(), addressDigest, ...shared }
}

/** Four sign-ins in a quarter of an hour, by one client at an address and by all clients that are new to it. */
export function signInAttempt(subjects: SignInSubjects, mostInARow = 1_000): SignInAttempt {
  const windows = [{ seconds: 900, most: 4 }]
  return {
    mostInARow,
    charges: {
      pair: {
        limit: 'sign-in-by-address-and-client',
        subject: subjects.signInPair,
        windows,
        longestWaitSeconds: 60,
      },
      address: {
        limit: 'sign-in-by-address',
        subject: subjects.addressDigest,
        windows,
        longestWaitSeconds: 10,
      },
    },
  }
}
