import type { Locale } from '@latchkey/core'
import type { pages } from './catalogues/en/pages.ts'
import { importFile } from './import-file.ts'
import { type Wording, wordingOf } from './wording.ts'

/** The texts of pages in one language: `t(key, values)`, and its formats. */
export type PagesWording = Wording<typeof pages>
/** The texts of the pages as functions of their arguments, by key. */
export type PageTexts = typeof pages

/** Written out, not computed: a bundler makes one file of each, and a browser loads the one it needs. */
const loaders: Record<Locale, () => Promise<{ pages: PageTexts }>> = {
  en: () => import('./catalogues/en/pages.ts'),
  de: () => import('./catalogues/de/pages.ts'),
  fr: () => import('./catalogues/fr/pages.ts'),
  es: () => import('./catalogues/es/pages.ts'),
  'pt-BR': () => import('./catalogues/pt-BR/pages.ts'),
  ja: () => import('./catalogues/ja/pages.ts'),
  ar: () => import('./catalogues/ar/pages.ts'),
}

/** Loads the texts of a language. Rejects if their file does not load. */
export async function loadPageTexts(locale: Locale): Promise<PageTexts> {
  return (await importFile(loaders[locale])).pages
}

/** The same, ready to be used. */
export async function loadPages(locale: Locale): Promise<PagesWording> {
  return wordingOf(locale, await loadPageTexts(locale))
}
