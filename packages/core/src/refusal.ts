import type { PasswordReason } from './password.ts'

/** Why a use case refused. Private: it may be logged, and `api/public-code.ts` maps it to what callers see. */
export type Refusal =
  | {
      status: 'refused'
      reason: 'unknown' | 'expired' | 'spent' | 'voided' | 'wrong' | 'exhausted'
    }
  | { status: 'refused'; reason: 'sign-in-failed' }
  /** People sign in at the application, never here. */
  | { status: 'refused'; reason: 'sign-in-elsewhere'; signInUrl: string }
  | { status: 'refused'; reason: 'password-rejected'; reasons: readonly PasswordReason[] }
  | { status: 'refused'; reason: 'rate-limited'; retryAfterSeconds: number }

/** Why a use case refused. */
export type RefusalReason = Refusal['reason']

/** Tells a refusal from every other outcome of a use case. */
export function isRefusal(outcome: { status: string }): outcome is Refusal {
  return outcome.status === 'refused'
}

/** A refusal that says no more than its reason. */
export function refused(
  reason: Exclude<RefusalReason, 'password-rejected' | 'rate-limited' | 'sign-in-elsewhere'>,
): Refusal {
  return { status: 'refused', reason }
}

/** A refusal by a rate limit. */
export function rateLimited(retryAfterSeconds: number): Refusal {
  return { status: 'refused', reason: 'rate-limited', retryAfterSeconds }
}

/**
 * Thrown by a port that cannot do its work now: the database is down, or the hashing queue is full. Nothing has
 * happened, and the same call may be repeated.
 */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number

  constructor(what: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(what, { cause: options.cause })
    this.name = 'Unavailable'
    this.retryAfterSeconds = options.retryAfterSeconds ?? 5
  }
}
