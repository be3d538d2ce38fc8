import { expect, test } from 'vitest'
import { localeFor, locales } from './message.ts'

test.each([
  ['a region of a language', ['en-GB']],
  ['another spelling of it', ['EN-us']],
  ['a language nobody wrote', ['tlh']],
  ['no language at all', [undefined, null]],
])('a mail for %s is in one of ours', (_, wanted) => {
  expect(locales).toContain(localeFor(...wanted))
})
