import type { Locale } from '@latchkey/core'
import { mails as ar } from './catalogues/ar/mails.ts'
import { mails as de } from './catalogues/de/mails.ts'
import { mails as en } from './catalogues/en/mails.ts'
import { mails as es } from './catalogues/es/mails.ts'
import { mails as fr } from './catalogues/fr/mails.ts'
import { mails as ja } from './catalogues/ja/mails.ts'
import { mails as ptBR } from './catalogues/pt-BR/mails.ts'
import { type Wording, wordingOf } from './wording.ts'

export type MailsWording = Wording<typeof en>

/** All at once: a worker writes in every language from its first mail on. */
export const mailsWording: Record<Locale, MailsWording> = {
  en: wordingOf('en', en),
  de: wordingOf('de', de),
  fr: wordingOf('fr', fr),
  es: wordingOf('es', es),
  'pt-BR': wordingOf('pt-BR', ptBR),
  ja: wordingOf('ja', ja),
  ar: wordingOf('ar', ar),
}
