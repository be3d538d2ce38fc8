import type { AddressDigest, ClientDigest, SignInPairDigest } from '../digest.ts'
import type { Charge, Window } from '../limits.ts'

/** A rate limit refused. */
export type Limited = { status: 'rate-limited'; retryAfterSeconds: number }

/** Sliding-window rate limits and failure streaks, shared by every process on the same database. */
export interface Limiter {
  /** One hit on each bucket, or none: a refused hit is counted nowhere. */
  charge(charges: readonly Charge[]): Promise<Limited | { status: 'charged' }>
  /** Takes back the newest hit on each bucket, after a success. */
  takeBack(charges: readonly Charge[]): Promise<void>
  /**
   * Before a guess: refuses a network that has had its share while the global budget of guesses is more than half
   * spent. Others are still let in.
   */
  chargeGuessShare(share: GuessShare): Promise<Limited | { status: 'charged' }>
  /** Counts one failure before the password is checked. Opening a session takes it back. */
  chargeSignIn(attempt: SignInAttempt): Promise<SignInCharged | Limited>
  /** Whether this client signed in to this address before, or chose its password. */
  isKnown(pair: SignInPairDigest): Promise<boolean>
}

/** A network that makes a guess, and the windows of the global budget. */
export type GuessShare = { network: ClientDigest; inAll: readonly Window[] }

/** What one sign-in is charged. */
export type SignInAttempt = {
  charges: { pair: Charge; address: Charge }
  /** Failures of strangers in a row at one address before they are refused. */
  mostInARow: number
}

/**
 * Strangers are clients that never signed in to this address. What they are told depends on their own failures and on
 * time alone, so that they cannot see when the owner signs in.
 */
export type SignInCharged = {
  status: 'charged'
  isKnown: boolean
  /** Too many failures of strangers: a wrong password is answered with that. */
  isExhausted: boolean
  /** Too many of them since the last success: no password is accepted. Then `isExhausted` too. */
  isClosed: boolean
  /** What all strangers share and this attempt was charged to. A success takes it back. */
  shared: SharedCharge
}

/** Which of the limits that an address shares were charged. */
export type SharedCharge = { chargedAddress: boolean; chargedStreak: boolean }

/** By what the sign-in attempts of one client at one address are counted. */
export type SignInSubjects = { signInPair: SignInPairDigest; addressDigest: AddressDigest }
