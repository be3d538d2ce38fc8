import type { PasswordReason, PublicSettings } from '@latchkey/api'
import type { PagesWording } from '@latchkey/wording'
import type { Refusal } from './refusal.ts'
import type { Localized } from './wording.ts'

/** What people read when a call is refused, unless a page has a more specific text. */
export const refusalTexts: Record<Refusal['code'], Localized> = {
  INVALID_OR_EXPIRED: (t) => t('trouble.gone'),
  TOO_MANY_ATTEMPTS: (t) => t('trouble.tooManyAttempts'),
  PASSWORD_REJECTED: (t) => t('trouble.passwordRejected'),
  INVALID_INPUT: (t) => t('trouble.badInput'),
  SIGN_IN_FAILED: (t) => t('signIn.failed'),
  RATE_LIMITED: (t) => t('trouble.rateLimited'),
  UNAVAILABLE: (t) => t('trouble.unavailable'),
  UNREACHABLE: (t) => t('trouble.unreachable'),
  FAILED: (t) => t('trouble.failed'),
  NO_COOKIES: (t) => t('signIn.noCookies'),
}

type PasswordRules = PublicSettings['password']

/** What people read for each reason against a password. `rules` are those of the server, if they are known. */
export const reasonTexts: Record<
  PasswordReason,
  (t: PagesWording, rules?: PasswordRules) => string
> = {
  PASSWORD_TOO_SHORT: (t, rules) =>
    rules ? t('reason.tooShort', { count: rules.minLength }) : t('reason.tooShortUnknown'),
  PASSWORD_TOO_LONG: (t, rules) => {
    if (!rules) return t('reason.tooLongUnknown')
    const { maxLength, maxBytes = Number.POSITIVE_INFINITY } = rules
    // Which of the two it was is not known here. A password of plain letters that keeps to the smaller one is accepted.
    if (maxLength <= maxBytes) return t('reason.tooLong', { count: maxLength })
    return `${t('reason.tooLong', { count: maxBytes })} ${t('reason.countsMore')}`
  },
  PASSWORD_ILL_FORMED: (t) => t('reason.illFormed'),
  PASSWORD_COMMON: (t) => t('reason.common'),
  PASSWORD_CONTEXT: (t) => t('reason.context'),
  PASSWORD_BREACHED: (t) => t('reason.breached'),
}
