// The door for the operators' page, so that no other page loads its texts. It is not in the published package.
import type { Locale } from '@latchkey/core'
import type { operator } from './catalogues/en/operator.ts'
import { importFile } from './import-file.ts'
import { loadPageTexts, type PageTexts } from './load-pages.ts'
import { type Wording, wordingOf } from './wording.ts'

type OperatorTexts = typeof operator

/** The texts of the operators' page, and those that all pages share. */
export type OperatorWording = Wording<PageTexts & OperatorTexts>

const loaders: Record<Locale, () => Promise<{ operator: OperatorTexts }>> = {
  en: () => import('./catalogues/en/operator.ts'),
  de: () => import('./catalogues/de/operator.ts'),
  fr: () => import('./catalogues/fr/operator.ts'),
  es: () => import('./catalogues/es/operator.ts'),
  'pt-BR': () => import('./catalogues/pt-BR/operator.ts'),
  ja: () => import('./catalogues/ja/operator.ts'),
  ar: () => import('./catalogues/ar/operator.ts'),
}

export async function loadOperator(locale: Locale): Promise<OperatorWording> {
  const [pages, { operator }] = await Promise.all([
    loadPageTexts(locale),
    importFile(loaders[locale]),
  ])
  return wordingOf(locale, { ...pages, ...operator })
}
