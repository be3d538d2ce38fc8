import { expect, test } from 'vitest'
import { localeFor } from './message.ts'

test.each([
  ['the language asked for', ['en'], 'en'],
  ['its regions', ['en-GB'], 'en'],
  ['any spelling of it', ['EN-us'], 'en'],
  ['the first one known', [undefined, null, 'tlh', 'en'], 'en'],
  ['a fallback', ['tlh'], 'en'],
  ['a fallback for nothing', [], 'en'],
])('a mail speaks %s', (_, wanted, locale) => {
  expect(localeFor(...wanted)).toBe(locale)
})
