import { translation, untranslated } from '../../texts.ts'
import { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('es', {
  ...untranslated(english),
})
