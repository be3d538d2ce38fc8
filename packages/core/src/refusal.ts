import type { PasswordReason } from './password.ts'

/** Why a use case said no. Private: logs may hold it; `api/public-code.ts` says what strangers hear. */
export type Refusal =
  | {
      status: 'refused'
      reason: 'unknown' | 'expired' | 'spent' | 'voided' | 'wrong' | 'exhausted'
    }
  | { status: 'refused'; reason: 'sign-in-failed' }
  | { status: 'refused'; reason: 'password-rejected'; reasons: readonly PasswordReason[] }
  | { status: 'refused'; reason: 'rate-limited'; retryAfterSeconds: number }

export type RefusalReason = Refusal['reason']

export function isRefusal(outcome: { status: string }): outcome is Refusal {
  return outcome.status === 'refused'
}

export function refused(
  reason: Exclude<RefusalReason, 'password-rejected' | 'rate-limited'>,
): Refusal {
  return { status: 'refused', reason }
}

export function rateLimited(retryAfterSeconds: number): Refusal {
  return { status: 'refused', reason: 'rate-limited', retryAfterSeconds }
}

/**
 * Thrown by a port whose other side is away or full: the database is down, the hashing queue is at its bound.
 * Nothing was done; the same call may be made again.
 */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number

  constructor(what: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(what, { cause: options.cause })
    this.name = 'Unavailable'
    this.retryAfterSeconds = options.retryAfterSeconds ?? 5
  }
}
