import type { PasswordReason, Refusal } from '@latchkey/core'
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
