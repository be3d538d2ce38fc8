import type { Locale } from '@latchkey/core'

/** The direction of a script, as in the attribute `dir`. */
export type Direction = 'ltr' | 'rtl'

/** Each language under its own name, as people look for it in a list, and its direction. */
export const languages: Record<Locale, { name: string; direction: Direction }> = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  'pt-BR': { name: 'Português (Brasil)', direction: 'ltr' },
  ja: { name: '日本語', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
}
