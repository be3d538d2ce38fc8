import { locales } from '@latchkey/core'
import { caniemail } from 'caniemail'
import { expect, test } from 'vitest'
import { branding } from '../testing/messages.ts'
import { renderMessage } from './render-message.ts'
import { sampleMessages } from './samples.ts'

/*
 * Features that some version of Gmail, Outlook or Apple Mail does not support (caniemail.com), and why the email stays
 * readable there. A feature that is not in this list must not be used.
 */
const fallbacks: Record<string, string> = {
  '<style> element': 'Gmail on the mobile web: every style that matters is inline',
  '<body> element': 'the background is on the outer table too',
  'Type selector': 'as <style>',
  'Attribute selector':
    'takes the blue from numbers Apple Mail thinks are phone numbers; no other program adds it',
  '@media': 'a fixed light email, and 16 px less room at the sides of a phone',
  'color-scheme CSS property': 'the program inverts the colours as it likes; they stay readable',
  'color-scheme meta tag': 'as the property',
  'Class selector': 'as <style>',
  'display:none': 'the preheader has no height; Word obeys mso-hide',
  opacity: 'as display:none',
  'max-height property': 'as display:none',
  overflow: 'as display:none',
  'border-radius': 'square corners',
  'white-space': 'the code has no space to break at; the two words may take two lines',
  'word-break': 'a very long address widens the email',
  'role attribute': 'Windows Mail reads layout tables as tables',
}

test('emails use nothing that Gmail, Outlook or Apple Mail does not support, unless it has a fallback', () => {
  const unknown = locales
    .flatMap((locale) => sampleMessages(locale))
    .flatMap((message) => {
      const { html } = renderMessage(message, {
        ...branding,
        support: { email: 'help@example.test' },
      })
      const { issues } = caniemail({ clients: ['gmail.*', 'outlook.*', 'apple-mail.*'], html })
      return [...issues.errors.values()].flat().map(({ title }) => title)
    })
  expect([...new Set(unknown)].sort()).toEqual(Object.keys(fallbacks).sort())
})
