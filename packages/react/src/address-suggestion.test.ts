import { expect, test } from 'vitest'
import { suggestedAddress } from './address-suggestion.ts'

test.each([
  ['ada@gmial.com', 'ada@gmail.com'],
  ['ada@gmail.con', 'ada@gmail.com'],
  ['ada@gmai.com', 'ada@gmail.com'],
  ['ada@gmailcom', 'ada@gmail.com'],
  ['ada@hotmial.com', 'ada@hotmail.com'],
  ['ada@hotmal.fr', 'ada@hotmail.fr'],
  ['ada@outlok.com', 'ada@outlook.com'],
  ['Ada.L@Yaho.com', 'Ada.L@yahoo.com'],
  ['ada@iclould.com', 'ada@icloud.com'],
  [' ada@wbe.de', 'ada@web.de'],
])('for %s, %s is suggested', (typed, meant) => {
  expect(suggestedAddress(typed)).toBe(meant)
})

test.each([
  'ada@gmail.com',
  'ada@googlemail.com',
  'ada@example.com',
  'ada@email.com',
  'ada@mail.com',
  'ada@gmx.at',
  'ada@yahoo.de',
  'ada@me.com',
  'ada@live.de',
  'ada@hotmail.de',
  'ada@outlook.de',
  'ada@yahoo.it',
  'ada@gm',
  'ada',
  '@gmail.con',
  '',
])('for %s, nothing is suggested', (typed) => {
  expect(suggestedAddress(typed)).toBeUndefined()
})
