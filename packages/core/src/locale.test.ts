import { expect, test } from 'vitest'
import { localeFor } from './locale.ts'

test.each([
  ['a language of ours', ['fr'], 'fr'],
  ['a region of it', ['de-AT'], 'de'],
  ['another spelling', ['PT-br'], 'pt-BR'],
  ['the language without the region we have', ['pt'], 'pt-BR'],
  ['another region than the one we have', ['pt-PT'], 'pt-BR'],
  ['two languages, of which we have the second', ['nl', 'ja-JP'], 'ja'],
  ['a language we do not have', ['tlh'], 'en'],
  ['no language at all', [undefined, null, ''], 'en'],
])('%s gets %3$s', (_, wanted, locale) => {
  expect(localeFor(...wanted)).toBe(locale)
})
