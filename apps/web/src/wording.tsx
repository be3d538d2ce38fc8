import type { PasswordReason, PublicSettings } from '@latchkey/api'
import { type Locale, loadPages, type PagesWording } from '@latchkey/wording'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { saveLocale } from './language.ts'
import type { Refusal } from './refusal.ts'
import { useIsShell } from './use-is-shell.ts'

/** A text that is rendered later, in the language of the page at that moment. */
export type Localized = (t: PagesWording) => ReactNode

type Language = {
  t: PagesWording
  /** Never throws: if the texts do not load, the page stays as it is and `missing` names their language. */
  choose(locale: Locale): Promise<void>
  missing: Locale | undefined
}

const LanguageContext = createContext<Language | undefined>(undefined)

type LanguageProviderProps = {
  initial: PagesWording
  /** The texts of the HTML that the server sent, until React has taken it over. */
  shell?: PagesWording | undefined
  children: ReactNode
}

/** Gives the tree below its texts in one language. Another language is used once all its texts are loaded. */
export function LanguageProvider({ initial, shell, children }: LanguageProviderProps) {
  // In an object, because the wording is a function, and a state setter would call it.
  const [chosen, setWording] = useState({ t: initial })
  const isShell = useIsShell()
  const t = isShell && shell ? shell : chosen.t
  const [missing, setMissing] = useState<Locale>()
  const latest = useRef<Locale>(undefined)

  // A layout effect, so that a page in Arabic is never painted from left to right.
  useLayoutEffect(() => {
    document.documentElement.lang = t.locale
    document.documentElement.dir = t.direction
  }, [t])

  async function choose(locale: Locale) {
    latest.current = locale
    setMissing(undefined)
    const chosen = await loadPages(locale).catch(() => undefined)
    // Another language was chosen while this one was loading.
    if (latest.current !== locale) return
    if (!chosen) return setMissing(locale)
    saveLocale(locale)
    startTransition(() => setWording({ t: chosen }))
  }
  return <LanguageContext value={{ t, choose, missing }}>{children}</LanguageContext>
}

export function useLanguage(): Language {
  const language = use(LanguageContext)
  if (!language) throw new Error('useLanguage needs a LanguageProvider')
  return language
}

export function useWording(): PagesWording {
  return useLanguage().t
}

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
