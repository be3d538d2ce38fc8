import type { AddressDigest, ClientDigest, CodeDigest, TokenDigest } from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import type { Charge, Client, Limits, Window } from '../limits.ts'
import type { Limited, SignInSubjects } from './limiter.ts'

/** What a request or a resend is charged. */
export type RequestCharges = {
  client: readonly Charge[]
  /** Charged on the digest of the request's address. */
  address: Pick<Charge, 'windows'>
  /** The network by which shares are counted. */
  network: ClientDigest
  /** What that network may take of the emails to the address. */
  share: Pick<Charge, 'windows'>
  /** The global limit on requests. */
  inAll: readonly Window[]
}

/** A request to open, for an address with or without an account. */
export type NewRequest = {
  id: string
  address: EmailAddress
  addressDigest: AddressDigest
  clientDigest: ClientDigest
  device: string | undefined
  timeZone?: string | undefined
  locale: string | undefined
  charges: RequestCharges
  lifetimes: { requestMinutes: number; codeMinutes: number }
}

/** The request is open. A code emailed at once would expire at `codeExpiresAt`. */
export type Opened = { status: 'opened'; requestId: string; codeExpiresAt: Date }

/** Another email for an open request. */
export type Resend = {
  requestId: string
  charges: RequestCharges
  codeLifetimeMinutes: number
}

/** What a notice says of the client that changed something. */
export type ChangedBy = Pick<Client, 'device' | 'locale' | 'timeZone'>

/** What a valid secret entitles its holder to, and whose account it is. */
export type Right = { status: 'good'; owner: EmailAddress; expiresAt: Date }

/** Why a secret entitles to nothing. `voided`: another one was used, or the credentials changed. */
export type NoRight = { status: 'none'; reason: 'unknown' | 'expired' | 'spent' | 'voided' }

/** A request and the digests under which a typed code would be stored for it. */
export type CodeCandidate = { requestId: string; codeDigests: readonly CodeDigest[] }

/** The limits that a guess is charged. */
export type GuessLimits = Pick<Limits, 'guess-by-address' | 'guess-in-a-row' | 'guess-in-all'>
/** `exhausted`: the request, its address or its streak has had as many guesses as it may. */
export type GuessCharged = 'charged' | 'unknown' | 'expired' | 'exhausted'

/** The code is spent, and the ticket valid. */
export type CodeSpent = { status: 'spent'; owner: EmailAddress; ticketExpiresAt: Date }

/** A secret that was refused: what it was used for and, if the caller named one, the request. */
export type RefusedProof = {
  kind: 'code-verified' | 'password-changed'
  requestId: string | undefined
  clientDigest: ClientDigest
}

/** How many rows a purge removed, by what they were. */
export type Purged = {
  secrets: number
  /** Of the secrets: those that were neither spent nor voided. */
  expiredUnused: number
  requests: number
  messages: number
  sessions: number
  limiterBuckets: number
  auditEvents: number
  suppressions: number
  /** With the jobs that still waited to deliver them. */
  webhookEvents: number
  /** Of former builds. */
  pageFiles: number
}

/** Requests and their secrets, from the first request to the new password. */
export interface RecoveryStore {
  /**
   * Charges the limits and writes the request with its delivery job, in one transaction. It never looks an account
   * up. If the limit of the address, or the network's share of it, is used up, the request is opened all the same and
   * its email is withheld. While the global limit is less than half full, all are alike; beyond that, the networks
   * that had least of it lately are let in longest.
   */
  openRequest(request: NewRequest): Promise<Opened | Limited>
  /** The same charges and job for an open request. `undefined`: there is no such request, or it has expired. */
  resend(resend: Resend): Promise<Opened | Limited | undefined>
  /**
   * Counts one guess against the request, its address and the global budget, in a statement of its own, before the
   * code is compared. `Limited`: the global budget is used up.
   */
  chargeGuess(requestId: string, limits: GuessLimits): Promise<GuessCharged | Limited>
  /**
   * The same for a caller who names an address instead of a request. Counts one guess against the address and each of
   * its newest open requests, which are then the candidates. Requests whose emails were all withheld are none of
   * them, since they have no code. Addresses without an account or a request get the same answer. Requests may be stored under a former digest; the guess is counted against the current one.
   */
  chargeGuessByAddress(
    addressDigest: AddressDigest,
    limits: GuessLimits,
    formerDigests?: readonly AddressDigest[],
  ): Promise<
    { status: 'charged'; requestIds: readonly string[] } | { status: 'exhausted' } | Limited
  >
  /** Which of the candidates has this code, if it is valid. Changes nothing. */
  findCode(
    candidates: readonly CodeCandidate[],
  ): Promise<{ requestId: string; owner: EmailAddress } | undefined>
  /** Refunds the guess of a caller who knew the code and was refused for another reason. */
  refundGuess(requestId: string): Promise<void>
  /** For the audit trail. */
  recordRefusal(refusal: RefusedProof): Promise<void>
  /** Exchanges a valid code for a ticket and refunds the guess. At most one caller ever gets `spent`. */
  spendCode(spend: {
    requestId: string
    codeDigests: readonly CodeDigest[]
    ticketDigest: TokenDigest
    ticketLifetimeMinutes: number
    clientDigest: ClientDigest
  }): Promise<CodeSpent | { status: 'wrong' }>
  /** Whether a link or a ticket is valid. It stays so; that a link was opened may be written down. */
  findRight(tokenDigest: TokenDigest): Promise<Right | NoRight>
  /**
   * Spends a link or a ticket. Locks the account first, spends the secret under its guard, changes the password, voids
   * every other secret that a password change voids, ends every session, queues the notice and writes the audit event:
   * all or nothing. At most one caller ever gets `changed`. The failed sign-ins of these subjects are reset, so that
   * the owner can use the new password at once.
   */
  changePassword(
    change: {
      tokenDigest: TokenDigest
      passwordHash: string
      clientDigest: ClientDigest
      /** What the notice says of the client. What is missing is that of the request. */
      by?: ChangedBy
    } & SignInSubjects,
  ): Promise<{ status: 'changed'; accountId: string } | NoRight>
  /** Whether the secret of a notice is valid. Changes nothing. */
  findNotMe(tokenDigest: TokenDigest): Promise<Right | NoRight>
  /**
   * Spends the secret of a notice, with the locks and guards of `changePassword`. Stores the given hash, of a password
   * nobody knows, voids every other secret, ends every session and opens a request with its job, so that the owner can
   * choose a new password: all or nothing. No limit withholds that email. At most one caller ever gets `reported`.
   */
  reportNotMe(notMe: {
    tokenDigest: TokenDigest
    passwordHash: string
    request: Omit<NewRequest, 'address' | 'charges'>
  }): Promise<{ status: 'reported'; accountId: string; codeExpiresAt: Date } | NoRight>
  /** Removes rows whose retention has ended, in batches. */
  purge(): Promise<Purged>
}
