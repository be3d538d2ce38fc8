import { expect, test } from 'vitest'
import { limitWindows } from './limit-windows.ts'

const windowsIn = (text: string) => limitWindows(text, 1_000)

test.each([
  ['5/1m', [{ most: 5, seconds: 60 }]],
  ['5/m', [{ most: 5, seconds: 60 }]],
  [
    '5/1m,20/1h',
    [
      { most: 5, seconds: 60 },
      { most: 20, seconds: 3600 },
    ],
  ],
  [
    ' 10/1d , 1 / 90s ',
    [
      { most: 1, seconds: 90 },
      { most: 10, seconds: 86_400 },
    ],
  ],
])('%s is read, shortest span first', (text, windows) => {
  expect(windowsIn(text)).toEqual({ windows, problems: [] })
})

test.each([
  ['5', '"5" is not a limit'],
  ['', '"" is not a limit'],
  ['5/1m,', '"" is not a limit'],
  ['5 per minute', 'write hits and the time they count for'],
  ['-5/1m', 'is not a limit'],
  ['5/1w', 's, m, h or d'],
  ['1e3/1m', 'is not a limit'],
  ['0/1m', 'between 1 and 1000 hits'],
  ['1001/1m', 'between 1 and 1000 hits'],
  ['5/0s', 'between 1s and 30d'],
  ['5/31d', 'between 1s and 30d'],
  ['5/1m,6/60s', 'has two limits for 60 seconds'],
  ['5/1m,5/1h', 'the shorter one has no effect'],
])('"%s" is refused, and the sentence says why', (text, sentence) => {
  expect(windowsIn(text).problems.join('\n')).toContain(sentence)
})

test('all problems are reported at once', () => {
  expect(windowsIn('0/1m,x,5/31d').problems).toHaveLength(3)
})
