// The door for pages. Emails have their own door, so that no browser loads their texts.
export { knownLocale, type Locale, localeFor, locales } from '@latchkey/core'
export { type Formats, formatsFor } from './formats.ts'
export { type Direction, languages } from './languages.ts'
export { loadFailed } from './load-failed.ts'
export { loadPages, type PagesWording } from './load-pages.ts'
export { matchingWords } from './matching-words.ts'
export { withoutScript } from './without-script.ts'
export type { Wording } from './wording.ts'
