import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, 'styles')
const sheets = readdirSync(folder).map(
  (name) => [name, readFileSync(join(folder, name), 'utf8')] as const,
)

// Left and right are wrong in one reading direction; start and end are right in both.
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|text-align:\s*(?:left|right))\s*:/m

test('there are style sheets to check', () => {
  expect(sheets.length).toBeGreaterThan(2)
})

test.each(sheets)('%s uses logical properties only', (_name, text) => {
  expect(text.replace(/@media[^{]*/g, '').match(physical)).toBeNull()
})

test.each(sheets)('%s loads nothing from elsewhere', (_name, text) => {
  expect(text).not.toMatch(/url\(|@import\s+["'](?!\.\/)/)
})

test('there is one button that shows a password, also in Edge, which has one of its own', () => {
  const text = sheets.map(([, sheet]) => sheet).join('\n')
  expect(text).toMatch(/::-ms-reveal\s*\{\s*display: none;/)
})
