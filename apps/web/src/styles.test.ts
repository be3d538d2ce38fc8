import { expect, test } from 'vitest'

const files = import.meta.glob<string>('./styles/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const sheets = Object.entries(files)

// Left and right are wrong in one reading direction; start and end are right in both.
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|text-align:\s*(?:left|right))\s*:/m

test('there are style sheets to check', () => {
  expect(sheets.length).toBeGreaterThan(3)
})

test.each(sheets)('%s uses logical properties only', (_name, text) => {
  expect(text.replace(/@media[^{]*/g, '').match(physical)).toBeNull()
})

test.each(sheets)('%s loads nothing from elsewhere', (_name, text) => {
  expect(text).not.toMatch(/url\(|@import\s+["'](?!\.\/)/)
})
