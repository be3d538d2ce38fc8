import { expect, test } from 'vitest'
import { auc, median, midRanks } from './statistics.ts'

/** The same numbers every time: a linear congruential generator (Numerical Recipes), made normal by Box and Muller. */
function normals(seed: number) {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return (count: number, shift = 0) =>
    Array.from(
      { length: count },
      () => shift + Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    )
}

/** Every pair compared, one by one: what AUC means. */
function byPairs(first: readonly number[], second: readonly number[]): number {
  const wins = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
  return wins.reduce<number>((sum, one) => sum + one, 0) / wins.length
}

test('is the share of pairs the first one wins, ties counting half', () => {
  const rolls = normals(1)
  const coarse = (values: number[]) => values.map((value) => Math.round(value * 2))
  const first = coarse(rolls(60, 0.3))
  const second = coarse(rolls(45))
  expect(auc(first, second).value).toBeCloseTo(byPairs(first, second), 12)
  expect(auc(second, first).value).toBeCloseTo(1 - byPairs(first, second), 12)
})

test('is one half for the same times, and 1 or 0 for times that never meet', () => {
  expect(auc([1, 2, 3, 4], [1, 2, 3, 4]).value).toBe(0.5)
  expect(auc([5, 6, 7], [1, 2, 3])).toEqual({ value: 1, low: 1, high: 1 })
  expect(auc([1, 2, 3], [5, 6, 7]).value).toBe(0)
})

test('finds the shift of normal times, which is known', () => {
  // Two standard normals a distance d apart have AUC = Phi(d / sqrt 2): 0.6382 for d = 0.5.
  const draw = normals(7)
  const { value, low, high } = auc(draw(4000, 0.5), draw(4000))
  expect(value).toBeCloseTo(0.638, 1)
  expect([low < 0.6382, high > 0.6382]).toEqual([true, true])
})

test('its interval holds one half in about 95 of 100 equal pairs, and is as wide as theory says', () => {
  const draw = normals(11)
  const intervals = Array.from({ length: 400 }, () => auc(draw(150), draw(150)))
  const holding = intervals.filter(({ low, high }) => low <= 0.5 && high >= 0.5).length
  expect(holding).toBeGreaterThan(365)
  expect(holding).toBeLessThan(397)
  // Mann and Whitney: the variance is (m + n + 1) / 12mn where there is nothing to tell.
  const width = intervals.reduce((sum, { low, high }) => sum + high - low, 0) / intervals.length
  expect(width).toBeCloseTo(2 * 1.96 * Math.sqrt(301 / (12 * 150 * 150)), 2)
})

test('refuses to judge from nothing', () => {
  expect(() => auc([1], [1, 2])).toThrow(RangeError)
})

test('ranks that are equal share the mean of theirs', () => {
  expect(midRanks([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5])
})

test('the median is the middle, or half way between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 3])).toBe(4)
})
