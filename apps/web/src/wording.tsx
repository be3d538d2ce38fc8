import type { PasswordReason, PublicSettings } from '@latchkey/api'
import { type Locale, loadPages, type PagesWording } from '@latchkey/wording'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useLayoutEffect,
  useState,
} from 'react'
import { keepLocale } from './language.ts'
import type { Refusal } from './refusal.ts'

/** A text to be, in whatever language the page is in when it is shown. */
export type Say = (t: PagesWording) => ReactNode

type Language = { t: PagesWording; choose(locale: Locale): Promise<void> }

const LanguageContext = createContext<Language | undefined>(undefined)

type LanguageProviderProps = { initial: PagesWording; children: ReactNode }

/** Gives the tree below its texts in one language. Another language is used once all its texts are loaded. */
export function LanguageProvider({ initial, children }: LanguageProviderProps) {
  // Wrapped, because the wording is itself a function.
  const [{ t }, setWording] = useState({ t: initial })

  // Before the browser paints: a page in Arabic is never seen from left to right.
  useLayoutEffect(() => {
    document.documentElement.lang = t.locale
    document.documentElement.dir = t.direction
  }, [t])

  async function choose(locale: Locale) {
    const chosen = await loadPages(locale)
    keepLocale(locale)
    startTransition(() => setWording({ t: chosen }))
  }
  return <LanguageContext value={{ t, choose }}>{children}</LanguageContext>
}

export function useLanguage(): Language {
  const language = use(LanguageContext)
  if (!language) throw new Error('no language around this page')
  return language
}

export function useWording(): PagesWording {
  return useLanguage().t
}

/** What people read when a call is refused. A page may know better and say more. */
export const refusalSays: Record<Refusal['code'], Say> = {
  INVALID_OR_EXPIRED: (t) => t('trouble.gone'),
  TOO_MANY_ATTEMPTS: (t) => t('trouble.tooManyAttempts'),
  PASSWORD_REJECTED: (t) => t('trouble.passwordRejected'),
  INVALID_INPUT: (t) => t('trouble.badInput'),
  SIGN_IN_FAILED: (t) => t('signIn.failed'),
  RATE_LIMITED: (t) => t('trouble.rateLimited'),
  UNAVAILABLE: (t) => t('trouble.unavailable'),
  UNREACHABLE: (t) => t('trouble.unreachable'),
}

type PasswordRules = PublicSettings['password']

export const reasonSays: Record<
  PasswordReason,
  (t: PagesWording, rules?: PasswordRules) => string
> = {
  PASSWORD_TOO_SHORT: (t, rules) =>
    rules ? t('reason.tooShort', { count: rules.minLength }) : t('reason.tooShortUnknown'),
  PASSWORD_TOO_LONG: (t, rules) =>
    rules ? t('reason.tooLong', { count: rules.maxLength }) : t('reason.tooLongUnknown'),
  PASSWORD_ILL_FORMED: (t) => t('reason.illFormed'),
  PASSWORD_COMMON: (t) => t('reason.common'),
  PASSWORD_CONTEXT: (t) => t('reason.context'),
  PASSWORD_BREACHED: (t) => t('reason.breached'),
}
