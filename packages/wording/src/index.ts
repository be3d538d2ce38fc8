// The door for pages. Mails have one of their own, so that no browser is served their texts.
export { knownLocale, type Locale, localeFor, locales } from '@latchkey/core'
export { type Formats, formatsFor } from './formats.ts'
export { type Direction, languages } from './languages.ts'
export { loadPages, type PagesWording } from './load-pages.ts'
export { matchingWords } from './matching-words.ts'
export { unloaded } from './unloaded.ts'
export type { Wording } from './wording.ts'
