import { type PasswordReason, type Refusal, Unavailable } from '@latchkey/core'
import { type PublicCode, publicCodeFor } from './public-code.ts'

/** What a refusal says beyond its code. Present only with the codes that have it. */
export type RefusalDetails = {
  /** With `PASSWORD_REJECTED`. */
  reasons?: readonly PasswordReason[]
  /** With `INVALID_INPUT`: field name → what is wrong with it, in English. */
  fields?: Readonly<Record<string, string>>
  /** With `RATE_LIMITED` and `UNAVAILABLE`; the `Retry-After` header says the same. */
  retryAfterSeconds?: number
}

export type PublicRefusal = { code: PublicCode } & RefusalDetails

export function publicRefusal(refusal: Refusal): PublicRefusal {
  const code = publicCodeFor[refusal.reason]
  if (refusal.reason === 'password-rejected') return { code, reasons: refusal.reasons }
  if (refusal.reason === 'rate-limited') {
    return { code, retryAfterSeconds: refusal.retryAfterSeconds }
  }
  return { code }
}

/** What a surprise is told as: a port that is away says when to come back, a bug does not know. */
export function unavailable(cause: unknown): PublicRefusal & { retryAfterSeconds: number } {
  const retryAfterSeconds = cause instanceof Unavailable ? cause.retryAfterSeconds : 5
  return { code: 'UNAVAILABLE', retryAfterSeconds }
}
