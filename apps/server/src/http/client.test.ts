import { expect, test } from 'vitest'
import { languageOf } from './client.ts'

test.each([
  ['one language', 'de', 'de'],
  ['a region', 'pt-PT,pt;q=0.9', 'pt-BR'],
  ['a language we lack before one we have', 'nl-NL,nl;q=0.9,fr;q=0.8,en;q=0.7', 'fr'],
  ['weights out of order', 'en;q=0.5, ja', 'ja'],
  ['a language that is refused', 'de;q=0, ar;q=0.1', 'ar'],
  ['languages of which we have none', 'nl,da;q=0.9', 'nl'],
  ['anything', '*', undefined],
  ['nothing', undefined, undefined],
  ['nonsense', '<script>, \u202e, de-', undefined],
  ['far too much', `${'xx,'.repeat(5000)}de`, 'xx'],
])('a browser that asks for %s', (_, header, language) => {
  expect(languageOf(header)).toBe(language)
})
