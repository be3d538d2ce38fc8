/** The languages of pages and emails, as BCP 47 tags. The first is the fallback. */
export const locales = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'ar'] as const
export type Locale = (typeof locales)[number]

/**
 * The first of the preferred languages that we have. A region we do not have falls back to its language: `de-AT` gets
 * `de`, and `pt` gets `pt-BR`.
 */
export function localeFor(...wanted: (string | null | undefined)[]): Locale {
  return knownLocale(...wanted) ?? locales[0]
}

/** Like {@link localeFor}, but `undefined` if we have none of them. */
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
