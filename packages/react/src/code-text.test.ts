import { expect, test } from 'vitest'
import { codeIn } from './code-text.ts'

test.each([
  ['as it is', '123456'],
  ['with spaces around', '  123456\n'],
  ['in two groups', '123 456'],
  ['with a hyphen', '123-456'],
  ['with a dash', '123–456'],
  ['with a no-break space', '123\u00a0456'],
  ['digit by digit', '1 2 3 4 5 6'],
  ['in full-width digits', '１２３４５６'],
  ['in Arabic-Indic digits', '١٢٣٤٥٦'],
  ['in Persian digits', '۱۲۳۴۵۶'],
  ['in Devanagari digits', '१२३४५६'],
  ['in Bengali digits', '১২৩৪৫৬'],
  ['in Thai digits', '๑๒๓ ๔๕๖'],
  ['in bold digits', '𝟏𝟐𝟑𝟒𝟓𝟔'],
  ['between invisible marks', '\u2066123\u200b456\u2069'],
  ['in a sentence', 'Your code is 123 456.'],
  ['beside other numbers', '123-456 is your code. It works for 10 minutes.'],
  ['twice in one text', '123456. Again: 123 456'],
])('finds a code %s', (_how, text) => {
  expect(codeIn(text)).toBe('123456')
})

test.each([
  ['nothing', ''],
  ['too few digits', '12345'],
  ['too many digits', '1234567'],
  ['a phone number', '030 123 456 78'],
  ['words', 'one two three'],
  ['two codes to choose from', '123456 or 654321'],
])('finds no code in %s', (_what, text) => {
  expect(codeIn(text)).toBeUndefined()
})

test('keeps leading zeros, and every digit of a script has its value', () => {
  expect(codeIn('000 042')).toBe('000042')
  expect(codeIn('٠١٢٣٤٥')).toBe('012345')
  expect(codeIn('๖๗๘๙๐๑')).toBe('678901')
})
