import { type PasswordReason, type Refusal, Unavailable } from '@latchkey/core'
import { type PublicCode, publicCodeFor } from './public-code.ts'

/** What a refusal says besides its code. */
export type RefusalDetails = {
  /** With `PASSWORD_REJECTED`. */
  reasons?: readonly PasswordReason[]
  /** With `INVALID_INPUT`: field name → what is wrong with it, in English. */
  fields?: Readonly<Record<string, string>>
  /** With `RATE_LIMITED` and `UNAVAILABLE`; the `Retry-After` header says the same. */
  retryAfterSeconds?: number
  /** With `SIGN_IN_FAILED`, where nobody signs in at this server: where they do. */
  signInUrl?: string
}

/** What callers get to know of a refusal. */
export type PublicRefusal = { code: PublicCode } & RefusalDetails

/** The public form of a use case's refusal. */
export function publicRefusal(refusal: Refusal): PublicRefusal {
  const code = publicCodeFor[refusal.reason]
  if (refusal.reason === 'password-rejected') return { code, reasons: refusal.reasons }
  if (refusal.reason === 'sign-in-elsewhere') return { code, signInUrl: refusal.signInUrl }
  if (refusal.reason === 'rate-limited') {
    return { code, retryAfterSeconds: refusal.retryAfterSeconds }
  }
  return { code }
}

/** The public form of an unexpected error. Only `Unavailable` knows when to try again; otherwise it is 5 seconds. */
export function unavailable(cause: unknown): PublicRefusal & { retryAfterSeconds: number } {
  const retryAfterSeconds = cause instanceof Unavailable ? cause.retryAfterSeconds : 5
  return { code: 'UNAVAILABLE', retryAfterSeconds }
}
