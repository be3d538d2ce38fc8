import { expect, test } from 'vitest'
import { readEmailAddress } from './email-address.ts'
import { awkwardAddresses } from './testing/index.ts'
import { tidyEmailAddress } from './tidy-email-address.ts'

test.each(awkwardAddresses)('of $typed, $left is left', ({ typed, left, says }) => {
  expect(tidyEmailAddress(typed)).toBe(left)
  const read = readEmailAddress(left)
  expect(read).toMatchObject(
    'problem' in says
      ? { ok: false, problem: says.problem }
      : { ok: true, address: { canonical: says.canonical } },
  )
})

test('what is left stays as it is', () => {
  for (const { left } of awkwardAddresses) expect(tidyEmailAddress(left)).toBe(left)
})

test.each([
  ['ada@exam\u2060ple.test', 'U+2060'],
  ['ad\u200ba@example.test', 'U+200B'],
  ['\u{e0041}ada@example.test', 'U+E0041'],
  ['ada@example.test\n', 'U+000A'],
  ['\ud800da@example.test', 'U+D800'],
])('a hidden character is named: %j', (typed, character) => {
  const problem = 'hidden-character'
  expect(readEmailAddress(typed)).toEqual({ ok: false, problem, character })
})

test.each([
  ['Ada <ada@example.test>', 'wrapped'],
  ['mailto:ada@example.test', 'wrapped'],
  ['ada@example.test.', 'wrapped'],
  ['ada\uff20example.test', 'full-width'],
  ['Ada <eve@evil.test>, ada@example.test', 'several'],
])('the parser itself takes nothing off: %s is %s', (typed, problem) => {
  expect(readEmailAddress(typed)).toEqual({ ok: false, problem })
})

test('a text without end is judged by its length', () => {
  for (const sign of ['<', '"', '(', 'mailto:', '\u200b', '@', ', ', '>']) {
    const text = sign.repeat(1_000_000)
    expect(readEmailAddress(text)).toEqual({ ok: false, problem: 'too-long' })
    expect(tidyEmailAddress(text)).toBe(text)
  }
})
