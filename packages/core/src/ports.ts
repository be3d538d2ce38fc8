import type {
  AddressDigest,
  ClientDigest,
  CodeDigest,
  SecretDigest,
  SignInPairDigest,
  TokenDigest,
} from './digest.ts'
import type { EmailAddress } from './email-address.ts'
import type { Purged } from './event.ts'
import type { Failure } from './handover.ts'
import type { Charge, Limits, Window } from './limits.ts'
import type { MessageKind } from './message.ts'
import type { NormalPassword } from './password.ts'
import type { Code, MailedSecretKind, Token } from './secret.ts'

/*
 * What the domain needs from outside. A port states a whole fact: its transaction is its own business. Every
 * expiry is computed and compared by the database's clock, so ports take lifetimes and give back dates. Every
 * method may throw `Unavailable`; then nothing happened.
 */

/** Random values and digests. */
export interface Secrets {
  newId(): string
  newToken(): Token
  newCode(): Code
  tokenDigest(token: Token): TokenDigest
  /** Under the current server secret, and bound to one request. */
  codeDigest(requestId: string, code: Code): CodeDigest
  /** The digests such a code may be stored as: one for each server secret while it is being rotated. */
  codeDigests(requestId: string, code: Code): readonly CodeDigest[]
  addressDigest(address: EmailAddress): AddressDigest
  /** The digests of an address under former server secrets, while the secret is being rotated. */
  formerAddressDigests(address: EmailAddress): readonly AddressDigest[]
  clientDigest(clientName: string): ClientDigest
  signInPairDigest(address: EmailAddress, clientName: string): SignInPairDigest
}

/** argon2id behind a bounded queue; throws `Unavailable` when the queue is full. */
export interface PasswordHasher {
  hash(password: NormalPassword): Promise<string>
  /**
   * Checks hashes of ours and those that accounts brought along from elsewhere. `stored` undefined, or one that has
   * a problem: the same work, and `false`.
   */
  verify(stored: string | undefined, password: string): Promise<boolean>
  /** Whether this hash is anything but what we would make today. */
  isOutdated(stored: string): boolean
  /** Why this hash is never checked, in words for the operator; `undefined` when it is. */
  problemWith(stored: string): string | undefined
}

/** Passwords known from breaches, asked of somebody else. */
export interface BreachedPasswords {
  /** Never throws: whoever cannot be asked knows nothing. */
  has(password: NormalPassword): Promise<boolean>
}

export type Limited = { status: 'rate-limited'; retryAfterSeconds: number }

export interface Limiter {
  /** One hit on each bucket, or none: a refused hit fills nothing. */
  charge(charges: readonly Charge[]): Promise<Limited | { status: 'charged' }>
  /** One failure, before the password is looked at. Opening a session forgets it, and all before it. */
  chargeSignIn(attempt: SignInAttempt): Promise<SignInCharged | Limited>
}

export type SignInAttempt = {
  charges: { pair: Charge; address: Charge }
  mostInARow: number
}

/** `exhausted`: too many in a row, by somebody who never signed in to this address. */
export type SignInCharged = { status: 'charged' } | { status: 'exhausted' }

/** Whose tries at an address these are: the address's, and this client's among them. */
export type SignInSubjects = { signInPair: SignInPairDigest; addressDigest: AddressDigest }

export type RequestCharges = {
  client: readonly Charge[]
  /** Charged on the digest of the request's address. */
  address: Pick<Charge, 'windows'>
  /** What everybody together may ask. */
  inAll: readonly Window[]
}

export type NewRequest = {
  id: string
  address: EmailAddress
  addressDigest: AddressDigest
  clientDigest: ClientDigest
  device: string | undefined
  locale: string | undefined
  charges: RequestCharges
  lifetimes: { requestMinutes: number; codeMinutes: number }
}

export type Opened = { status: 'opened'; requestId: string; codeExpiresAt: Date }

export type Resend = {
  requestId: string
  charges: RequestCharges
  codeLifetimeMinutes: number
}

/** What a good link or ticket entitles to. */
export type Right = { status: 'good'; owner: EmailAddress; expiresAt: Date }
export type NoRight = { status: 'none'; reason: 'unknown' | 'expired' | 'spent' | 'voided' }

/** What a typed code may be stored as, if it belonged to this request: any of these. */
export type CodeCandidate = { requestId: string; codeDigests: readonly CodeDigest[] }

export type GuessLimits = Pick<Limits, 'guess-by-address' | 'guess-in-a-row' | 'guess-in-all'>
export type GuessCharged = 'charged' | 'unknown' | 'expired' | 'exhausted'

export type CodeSpent = { status: 'spent'; owner: EmailAddress; ticketExpiresAt: Date }

/** What it was meant for, and the request it was tried on, where one was named. */
export type RefusedProof = {
  kind: 'code-verified' | 'password-changed'
  requestId: string | undefined
  clientDigest: ClientDigest
}

export interface RecoveryStore {
  /**
   * Charges the limits, writes the request and its delivery job, all in one transaction. Looks no account up. A
   * spent address limit is not told: the request exists, and its mail is withheld.
   */
  openRequest(request: NewRequest): Promise<Opened | Limited>
  /** The same charges and job for a request that is open already; `undefined` when it no longer is. */
  resend(ask: Resend): Promise<Opened | Limited | undefined>
  /**
   * One guess on the request, on its address and on the house, in a statement of its own, before anything is
   * compared. Limited: the house has had enough for now, whoever asks.
   */
  chargeGuess(requestId: string, limits: GuessLimits): Promise<GuessCharged | Limited>
  /**
   * The same for a caller who names an address instead of a request: one guess on the address and on each of its
   * newest open requests, which are then the candidates. Uniform for addresses nobody has. Requests may be stored
   * under a former digest of the address; the guess is charged on today's.
   */
  chargeGuessByAddress(
    addressDigest: AddressDigest,
    limits: GuessLimits,
    formerDigests?: readonly AddressDigest[],
  ): Promise<
    { status: 'charged'; requestIds: readonly string[] } | { status: 'exhausted' } | Limited
  >
  /** Whose code this is, if one of the candidates has it and it is live. Reads, changes nothing. */
  findCode(
    candidates: readonly CodeCandidate[],
  ): Promise<{ requestId: string; owner: EmailAddress } | undefined>
  /** Takes back the guess of somebody who knew the code and was refused for another reason. */
  refundGuess(requestId: string): Promise<void>
  /** A proof that was no good, for the audit trail. */
  recordRefusal(refusal: RefusedProof): Promise<void>
  /** Exchanges a live code for a ticket and gives the guess back. At most one caller is ever told `spent`. */
  spendCode(spend: {
    requestId: string
    codeDigests: readonly CodeDigest[]
    ticketDigest: TokenDigest
    ticketLifetimeMinutes: number
    clientDigest: ClientDigest
  }): Promise<CodeSpent | { status: 'wrong' }>
  /** Reads, changes nothing. */
  findRight(tokenDigest: TokenDigest): Promise<Right | NoRight>
  /**
   * The spend: account locked first, secret spent under its guard, password changed, every other secret void,
   * every session ended, the notice queued, the audit event written; all or nothing. At most one caller is ever
   * told `changed`.
   */
  changePassword(
    change: {
      tokenDigest: TokenDigest
      passwordHash: string
      clientDigest: ClientDigest
      /** Whose failures are forgotten, or the owner could not use the new password at once. */
    } & SignInSubjects,
  ): Promise<{ status: 'changed'; accountId: string } | NoRight>
  /** Looks at the secret of a notice. Reads, changes nothing. */
  findNotMe(tokenDigest: TokenDigest): Promise<Right | NoRight>
  /**
   * The owner says that a change of the password was not theirs. As `changePassword` does it: account locked,
   * secret spent under its guard, all or nothing, and at most one caller is ever told `reported`. The password becomes
   * one that nobody knows, every other secret is void, every session ended, and a request of the owner's is opened,
   * with its job, so that they choose a new one. No limit withholds its mail.
   */
  reportNotMe(notMe: {
    tokenDigest: TokenDigest
    passwordHash: string
    request: Omit<NewRequest, 'address' | 'charges'>
  }): Promise<{ status: 'reported'; accountId: string; codeExpiresAt: Date } | NoRight>
  /** Removes what retention no longer covers, in batches. */
  purge(): Promise<Purged>
}

export type DeliveryJob =
  | { kind: 'recovery'; requestId: string; withheld: boolean }
  | { kind: 'password-changed'; accountId: string; changedAt: string }

/** A job in the hands of one worker. */
export type DeliveryAttempt = {
  messageId: string
  /** Grows with every claim of the job: what is said of an older one is no longer believed. */
  claim: number
  queuedAt: Date
  job: DeliveryJob
}

export type SuppressionReason = 'limit' | 'no-account' | 'disabled' | 'undeliverable'

/** A secret that the email of one attempt will carry. */
export type MintedSecret = {
  kind: MailedSecretKind
  digest: SecretDigest
  lifetimeMinutes: number
}

/** What a message needs stored before it may leave. */
export type Preparation = {
  attempt: DeliveryAttempt
  secrets: readonly MintedSecret[]
  /** Whether an address without an account gets a `no-account` email, at most one in 24 hours. */
  emailNoAccount: boolean
}

export type Prepared =
  | PreparedEmail
  | { status: 'suppressed'; reason: SuppressionReason }
  | { status: 'dead'; reason: 'expired' }
  | { status: 'handed-over' }

export type PreparedEmail = {
  status: 'ready'
  /** The kind its job asked for, or the one that is sent in its place. */
  kind: MessageKind
  owner: EmailAddress
  locale: string | undefined
  /** This attempt's number. */
  tries: number
  /** The previous attempt left no outcome, so its email may have left. */
  brokeOff: boolean
  /** The request it answers, if it answers one. */
  request: { requestedAt: Date; device: string | undefined } | undefined
  preparedAt: Date
  /** Of the secrets that were stored: those its kind carries. */
  expiresAt: Partial<Record<MailedSecretKind, Date>>
}

/** How an attempt ended. */
export type Outcome = { attempt: DeliveryAttempt } & (
  | { status: 'handed-over'; answer: string }
  | { status: 'suppressed'; reason: SuppressionReason }
  | { status: 'dead'; failure: Failure; answer: string }
  | { status: 'delayed'; failure: Failure; answer: string; seconds: number }
  /** Not this mail's fault: the attempt does not count, and there is another. */
  | { status: 'held'; failure: Failure; answer: string; seconds: number }
)

/** A message is known by its job's id, so a job that runs again finds what became of it. */
export interface MessageStore {
  /**
   * For each, in their order: looks the account up and, if there is an email to send, stores the secrets it will
   * carry. A secret that is bound to a request expires with it at the latest. The jobs of the others end here. All or
   * nothing.
   */
  prepare(preparations: readonly Preparation[]): Promise<Prepared[]>
  /**
   * Writes down how attempts ended, and ends their jobs or gives them back, all or nothing. For each in their order,
   * the seconds since it was asked for; `undefined` if it changed nothing, because a newer attempt was faster.
   */
  record(outcomes: readonly Outcome[]): Promise<(number | undefined)[]>
}

export type AccountStatus = 'active' | 'disabled'

export type SignInFacts = {
  accountId: string
  passwordHash: string | undefined
  credentialVersion: number
  status: AccountStatus
}

export type NewAccount = {
  id: string
  address: EmailAddress
  passwordHash: string | undefined
  locale: string | undefined
}

export type AccountSummary = {
  id: string
  email: string
  status: AccountStatus
  hasPassword: boolean
  locale: string | undefined
  createdAt: Date
  passwordChangedAt: Date | undefined
}

export interface AccountStore {
  /** `false`: the address has an account already, and it was left alone. */
  add(account: NewAccount): Promise<boolean>
  list(): Promise<AccountSummary[]>
  findForSignIn(canonicalEmail: string): Promise<SignInFacts | undefined>
  /** Replaces one hash of the same password by a better one; does nothing if it changed meanwhile. */
  rehash(accountId: string, from: string, to: string): Promise<void>
}

export type Session = { login: string; signedInAt: Date; expiresAt: Date }

export interface SessionStore {
  /** `undefined` when the account's credentials changed since they were checked. */
  open(
    session: {
      tokenDigest: TokenDigest
      accountId: string
      credentialVersion: number
      idleMinutes: number
      absoluteMinutes: number
      clientDigest: ClientDigest
      /** Whose failures are forgotten. */
    } & SignInSubjects,
  ): Promise<Session | undefined>
  recordFailure(failure: {
    addressDigest: AddressDigest
    clientDigest: ClientDigest
  }): Promise<void>
  find(tokenDigest: TokenDigest, idleMinutes: number): Promise<Session | undefined>
  end(session: { tokenDigest: TokenDigest; clientDigest: ClientDigest }): Promise<void>
}
