import type { Locale } from '@latchkey/core'
import { emails as ar } from './catalogues/ar/emails.ts'
import { emails as de } from './catalogues/de/emails.ts'
import { emails as en } from './catalogues/en/emails.ts'
import { emails as es } from './catalogues/es/emails.ts'
import { emails as fr } from './catalogues/fr/emails.ts'
import { emails as ja } from './catalogues/ja/emails.ts'
import { emails as ptBR } from './catalogues/pt-BR/emails.ts'
import { type Wording, wordingOf } from './wording.ts'

/** The texts of emails in one language. */
export type EmailsWording = Wording<typeof en>

/** All languages are loaded at once: a worker needs any of them from its first email on. */
export const emailsWording: Record<Locale, EmailsWording> = {
  en: wordingOf('en', en),
  de: wordingOf('de', de),
  fr: wordingOf('fr', fr),
  es: wordingOf('es', es),
  'pt-BR': wordingOf('pt-BR', ptBR),
  ja: wordingOf('ja', ja),
  ar: wordingOf('ar', ar),
}
