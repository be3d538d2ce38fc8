import type { RefusalReason } from '@latchkey/core'

/** Every code a caller can get, with its HTTP status. The list is closed, so that clients can switch over it. */
export const publicCodes = {
  INVALID_OR_EXPIRED: 400,
  TOO_MANY_ATTEMPTS: 400,
  PASSWORD_REJECTED: 400,
  INVALID_INPUT: 400,
  SIGN_IN_FAILED: 401,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
} as const

/** The `message` of every tRPC error, and the `code` of every REST refusal. */
export type PublicCode = keyof typeof publicCodes

/** The only place where a private reason becomes a public code. */
export const publicCodeFor: Record<RefusalReason, PublicCode> = {
  unknown: 'INVALID_OR_EXPIRED',
  expired: 'INVALID_OR_EXPIRED',
  spent: 'INVALID_OR_EXPIRED',
  voided: 'INVALID_OR_EXPIRED',
  wrong: 'INVALID_OR_EXPIRED',
  exhausted: 'TOO_MANY_ATTEMPTS',
  'password-rejected': 'PASSWORD_REJECTED',
  'sign-in-failed': 'SIGN_IN_FAILED',
  'sign-in-elsewhere': 'SIGN_IN_FAILED',
  'rate-limited': 'RATE_LIMITED',
}
