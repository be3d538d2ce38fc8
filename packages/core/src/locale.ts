/** The languages pages and mails exist in; the first is the fallback. */
export const locales = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'ar'] as const
export type Locale = (typeof locales)[number]

/**
 * The first of the wanted languages that is ours. A region we do not have falls back to its language: somebody who
 * asks for `de-AT` reads `de`, and somebody who asks for `pt` reads `pt-BR`.
 */
export function localeFor(...wanted: (string | null | undefined)[]): Locale {
  return knownLocale(...wanted) ?? locales[0]
}

export function knownLocale(...wanted: (string | null | undefined)[]): Locale | undefined {
  for (const tag of wanted) {
    const known = exactly(tag) ?? sameLanguage(tag)
    if (known) return known
  }
  return undefined
}

function exactly(tag: string | null | undefined): Locale | undefined {
  return locales.find((locale) => locale.toLowerCase() === tag?.toLowerCase())
}

function sameLanguage(tag: string | null | undefined): Locale | undefined {
  return locales.find((locale) => languageOf(locale) === languageOf(tag ?? ''))
}

function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0]
}
