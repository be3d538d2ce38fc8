import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { matchingPairs, matchingWords } from './matching-words.ts'

const ID = 'b7c1f0aa-53de-4c1b-9f5e-0d2a6c8e91ff'
const inOrder = (n: number) => `01902f4e-7a00-7000-8000-${n.toString(16).padStart(12, '0')}`
const scripts = ['en', 'ja', 'ar'] as const

test('an id always gives the same two words, in upper or lower case', () => {
  expect(matchingWords(ID, 'en')).toEqual({
    text: 'polite koala',
    language: 'en',
    direction: 'ltr',
  })
  expect(matchingWords(ID.toUpperCase(), 'en')).toEqual(matchingWords(ID, 'en'))
})

test('words are in the script of the page: Latin, Japanese or Arabic', () => {
  for (const locale of ['de', 'fr', 'es', 'pt-BR', undefined] as const) {
    expect(matchingWords(ID, locale)).toEqual(matchingWords(ID, 'en'))
  }
  expect(matchingWords(ID, 'ja')).toMatchObject({
    text: expect.stringMatching(/^[\p{sc=Han}\p{sc=Hira}]+ [\p{sc=Kana}ー]+$/u),
    language: 'ja',
  })
  expect(matchingWords(ID, 'ar')).toMatchObject({
    text: expect.stringMatching(/^\p{sc=Arab}+ \p{sc=Arab}+$/u),
    direction: 'rtl',
  })
})

test.each(
  scripts.flatMap((locale) => [
    { locale, ids: 'random', idOf: () => randomUUID() },
    { locale, ids: 'consecutive', idOf: inOrder },
  ]),
)('$locale: ids that are $ids are spread over all pairs', ({ locale, idOf }) => {
  const pairs = matchingPairs(locale)
  const often = new Map<string, number>()
  for (let n = 0; n < pairs * 8; n++) {
    const { text } = matchingWords(idOf(n), locale)
    often.set(text, (often.get(text) ?? 0) + 1)
  }
  expect(pairs).toBeGreaterThanOrEqual(2_500)
  expect(often.size).toBeGreaterThan(pairs * 0.99)
  expect(Math.max(...often.values())).toBeLessThan(8 * 5)
})

const wordsIn = (locale: (typeof scripts)[number], place: 0 | 1) => {
  const texts = Array.from({ length: 50_000 }, (_, n) => matchingWords(inOrder(n), locale).text)
  return [...new Set(texts.map((text) => text.split(' ')[place] ?? ''))]
}

test('all Latin words are short and plain, and no two begin alike', () => {
  for (const place of [0, 1] as const) {
    const words = wordsIn('en', place)
    expect(words.filter((word) => !/^[a-z]{3,11}$/.test(word))).toEqual([])
    expect(new Set(words.map((word) => word.slice(0, 5))).size).toBe(words.length)
  }
})

test('each list names a word once', () => {
  for (const locale of scripts) {
    const pairs = wordsIn(locale, 0).length * wordsIn(locale, 1).length
    expect(pairs).toBe(matchingPairs(locale))
  }
})
