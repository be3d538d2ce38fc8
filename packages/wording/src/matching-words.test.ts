import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { matchingPairs, matchingWords } from './matching-words.ts'

const inOrder = (n: number) => `01902f4e-7a00-7000-8000-${n.toString(16).padStart(12, '0')}`

test('an id always gives the same two words, in upper or lower case', () => {
  const words = matchingWords('b7c1f0aa-53de-4c1b-9f5e-0d2a6c8e91ff')
  expect(words).toMatchInlineSnapshot(`"polite koala"`)
  expect(matchingWords('B7C1F0AA-53DE-4C1B-9F5E-0D2A6C8E91FF')).toBe(words)
})

test.each([
  ['random', () => randomUUID()],
  ['consecutive', inOrder],
])('ids that are %s are spread over all pairs', (_, idOf) => {
  const often = new Map<string, number>()
  const ids = matchingPairs * 8
  for (let n = 0; n < ids; n++) {
    const words = matchingWords(idOf(n))
    often.set(words, (often.get(words) ?? 0) + 1)
  }
  expect(matchingPairs).toBeGreaterThanOrEqual(4096)
  expect(often.size).toBeGreaterThan(matchingPairs * 0.99)
  expect(Math.max(...often.values())).toBeLessThan(8 * 5)
})

test('all words are short and plain, and no two begin alike', () => {
  const pairs = Array.from({ length: 50_000 }, (_, n) => matchingWords(inOrder(n)).split(' '))
  for (const place of [0, 1]) {
    const words = [...new Set(pairs.map((pair) => pair[place] ?? ''))]
    expect(words.filter((word) => !/^[a-z]{3,11}$/.test(word))).toEqual([])
    expect(new Set(words.map((word) => word.slice(0, 5))).size).toBe(words.length)
  }
})
