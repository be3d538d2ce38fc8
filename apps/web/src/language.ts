import { type Locale, localeFor, locales } from '@latchkey/wording'

const KEY = 'latchkey.locale'

/** The language chosen here before, else one that the browser asks for, else the operator's: that of the document. */
export function preferredLocale(): Locale {
  return localeFor(savedLocale(), ...navigator.languages, document.documentElement.lang)
}

export function saveLocale(locale: Locale): void {
  try {
    window.localStorage.setItem(KEY, locale)
  } catch {
    // Storage is disabled: the choice lasts as long as the page.
  }
}

function savedLocale(): Locale | undefined {
  try {
    const saved = window.localStorage.getItem(KEY)
    return locales.find((locale) => locale === saved)
  } catch {
    return undefined
  }
}
