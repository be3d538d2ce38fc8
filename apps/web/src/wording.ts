import type { PasswordReason, PublicSettings } from '@latchkey/api'
import type { Refusal } from './refusal.ts'

/** What people read when a call is refused. A page may know better and say more. */
export const refusalWording: Record<Refusal['code'], string> = {
  INVALID_OR_EXPIRED: 'This no longer works. It may have expired or been used already.',
  TOO_MANY_ATTEMPTS: 'The code was tried too often and is closed now.',
  PASSWORD_REJECTED: 'Choose another password.',
  INVALID_INPUT: 'Something in this form is not right. Check it and try again.',
  SIGN_IN_FAILED: 'That email address and password do not match an account.',
  RATE_LIMITED: 'Too many tries in a short time.',
  UNAVAILABLE:
    'We cannot do this right now. Nothing was changed, and what you typed is still here.',
  UNREACHABLE:
    'We could not reach the server. Check your connection; what you typed is still here.',
}

type PasswordRules = PublicSettings['password']

const passwordReasonWording: Record<PasswordReason, (rules?: PasswordRules) => string> = {
  PASSWORD_TOO_SHORT: (rules) =>
    rules ? `Use at least ${rules.minLength} characters.` : 'Use more characters.',
  PASSWORD_TOO_LONG: (rules) =>
    rules ? `Use at most ${rules.maxLength} characters.` : 'Use fewer characters.',
  PASSWORD_ILL_FORMED: () => 'It contains a character that cannot be used. Type it again.',
  PASSWORD_COMMON: () => 'Too many people use this one, so it is easy to guess.',
  PASSWORD_BREACHED: () =>
    'It is known from a data breach elsewhere, so it is among the first that are tried.',
  PASSWORD_CONTEXT: () => 'It is too close to your address or to the name of this site.',
}

export function wordReason(reason: PasswordReason, rules?: PasswordRules): string {
  return passwordReasonWording[reason](rules)
}

export const fieldWording = {
  emailMissing: 'Enter your email address.',
  emailMalformed: 'Enter one email address, like name@example.com.',
  passwordMissing: 'Enter your password.',
  newPasswordMissing: 'Enter a new password.',
  passwordsDiffer: 'The two passwords differ. Type the new password once more.',
  codeMissing: 'Enter the code from the mail.',
  codeNotDigits: 'The code is made of digits only. Copy it from the mail.',
  codeTooShort: 'The code has six digits. Some are missing.',
  codeTooLong: 'The code has six digits. These are more.',
} as const

export function wordTriesLeft(triesLeft: number): string {
  return triesLeft === 1 ? 'One try left.' : `${triesLeft} tries left.`
}

/** "45 seconds", "1 minute", "3 minutes": rounded up, so that nobody comes too early. */
export function wordDuration(seconds: number): string {
  if (seconds < 60) return count(Math.max(1, Math.ceil(seconds)), 'second')
  if (seconds < 3600) return count(Math.ceil(seconds / 60), 'minute')
  return count(Math.ceil(seconds / 3600), 'hour')
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}
