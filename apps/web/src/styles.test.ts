import { expect, test } from 'vitest'

const files = import.meta.glob<string>('./styles/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const sheets = Object.entries(files)

// Left and right belong to one direction of reading; start and end to each.
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|text-align:\s*(?:left|right))\s*:/m

test('there are sheets to look at', () => {
  expect(sheets.length).toBeGreaterThan(3)
})

test.each(sheets)('%s knows neither left nor right', (_name, text) => {
  expect(text.replace(/@media[^{]*/g, '').match(physical)).toBeNull()
})

test.each(sheets)('%s asks for nothing from elsewhere', (_name, text) => {
  expect(text).not.toMatch(/url\(|@import\s+["'](?!\.\/)/)
})
