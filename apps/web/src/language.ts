import { type Locale, localeFor, locales } from '@latchkey/wording'

const KEY = 'latchkey.locale'

/** What was chosen here before, else what the browser asks for, else what the operator set (the document's). */
export function preferredLocale(): Locale {
  return localeFor(chosenLocale(), ...navigator.languages, document.documentElement.lang)
}

export function keepLocale(locale: Locale): void {
  try {
    window.localStorage.setItem(KEY, locale)
  } catch {
    // Where storage is switched off, the choice lasts as long as the page.
  }
}

function chosenLocale(): Locale | undefined {
  try {
    const kept = window.localStorage.getItem(KEY)
    return locales.find((locale) => locale === kept)
  } catch {
    return undefined
  }
}
