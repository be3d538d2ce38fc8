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
  /** Counts one failure before the password is checked. Opening a session resets it and all before it. */
  chargeSignIn(attempt: SignInAttempt): Promise<SignInCharged | Limited>
}

/** A network that makes a guess, and the windows of the global budget. */
export type GuessShare = { network: ClientDigest; inAll: readonly Window[] }

/** What one sign-in is charged. */
export type SignInAttempt = {
  charges: { pair: Charge; address: Charge }
  /** Failures in a row at one address before clients that never signed in to it are refused. */
  mostInARow: number
}

/** `exhausted`: too many failures in a row, and this client never signed in to this address. */
export type SignInCharged = { status: 'charged' } | { status: 'exhausted' }

/** By what the sign-in attempts of one client at one address are counted. */
export type SignInSubjects = { signInPair: SignInPairDigest; addressDigest: AddressDigest }
