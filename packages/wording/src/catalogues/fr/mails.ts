import { translation, untranslated } from '../../texts.ts'
import { mails as english } from '../en/mails.ts'

export const mails = translation<typeof english>('fr', {
  ...untranslated(english),
})
