import { type Locale, localeFor, locales } from '@latchkey/wording'

const KEY = 'latchkey.locale'
/** The server reads it, so that the page arrives in this language. */
const COOKIE = 'latchkey-lang'
const YEAR_SECONDS = 365 * 24 * 3600

// Used where storage is disabled.
let tabLocale: Locale | undefined

/**
 * The language that the application named for this tab, else the one chosen here before, else one that the browser asks
 * for, else the operator's: that of the document.
 */
export function preferredLocale(): Locale {
  return localeFor(
    stored('sessionStorage', tabLocale),
    stored('localStorage'),
    ...navigator.languages,
    document.documentElement.lang,
  )
}

/** The language that an application named when it led somebody here. It lasts as long as the tab. */
export function chooseTabLocale(locale: Locale): void {
  tabLocale = locale
  store('sessionStorage', locale)
  tellServer(locale)
}

/** The language that somebody chose on a page. */
export function saveLocale(locale: Locale): void {
  tabLocale = locale
  store('sessionStorage', locale)
  store('localStorage', locale)
  tellServer(locale, `; max-age=${YEAR_SECONDS}`)
}

type Storage = 'sessionStorage' | 'localStorage'

function store(storage: Storage, locale: Locale): void {
  try {
    window[storage].setItem(KEY, locale)
  } catch {
    // Storage is disabled: the choice lasts as long as the page.
  }
}

function stored(storage: Storage, otherwise?: Locale): Locale | undefined {
  try {
    const saved = window[storage].getItem(KEY)
    return locales.find((locale) => locale === saved)
  } catch {
    return otherwise
  }
}

function tellServer(locale: Locale, lifetime = ''): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young for the browsers we support.
  document.cookie = `${COOKIE}=${locale}; path=/; samesite=lax${secure}${lifetime}`
}
