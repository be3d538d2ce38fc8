import { type Locale, localeFor } from '@latchkey/wording'
import { tabStorage } from '../flow/tab-storage.ts'

const KEY = 'latchkey.locale'
/** The server reads it, so that the page arrives in this language. */
const COOKIE = 'latchkey-lang'
const YEAR_SECONDS = 365 * 24 * 3600

const ofTab = tabStorage(KEY)

/**
 * The language that the application named for this tab, else the one chosen here before, else one that the browser asks
 * for, else the operator's: that of the document.
 */
export function preferredLocale(): Locale {
  return localeFor(
    ofTab.read(),
    chosenBefore(),
    ...navigator.languages,
    document.documentElement.lang,
  )
}

/** The language that an application named when it led somebody here. It lasts as long as the tab. */
export function chooseTabLocale(locale: Locale): void {
  ofTab.write(locale)
  tellServer(locale)
}

/** The language that somebody chose on a page. */
export function saveLocale(locale: Locale): void {
  ofTab.write(locale)
  try {
    window.localStorage.setItem(KEY, locale)
  } catch {
    // Storage is disabled: the choice lasts as long as the page.
  }
  tellServer(locale, `; max-age=${YEAR_SECONDS}`)
}

function chosenBefore(): string | undefined {
  try {
    return window.localStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

function tellServer(locale: Locale, lifetime = ''): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young for the browsers we support.
  document.cookie = `${COOKIE}=${locale}; path=/; samesite=lax${secure}${lifetime}`
}
