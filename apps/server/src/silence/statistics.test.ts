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

/** The definition of AUC: every pair is compared. */
function byPairs(first: readonly number[], second: readonly number[]): number {
  const wins = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
  return wins.reduce<number>((sum, one) => sum + one, 0) / wins.length
}

test('is the share of pairs in which the first is larger, ties counting half', () => {
  const rolls = normals(1)
  const coarse = (values: number[]) => values.map((value) => Math.round(value * 2))
  const first = coarse(rolls(60, 0.3))
  const second = coarse(rolls(45))
  expect(auc(first, second).value).toBeCloseTo(byPairs(first, second), 12)
  expect(auc(second, first).value).toBeCloseTo(1 - byPairs(first, second), 12)
})

test('is one half for equal sets, and 1 or 0 for sets that do not overlap', () => {
  expect(auc([1, 2, 3, 4], [1, 2, 3, 4]).value).toBe(0.5)
  expect(auc([5, 6, 7], [1, 2, 3])).toEqual({ value: 1, low: 1, high: 1 })
  expect(auc([1, 2, 3], [5, 6, 7]).value).toBe(0)
})

test('finds the known shift of normal distributions', () => {
  // Two standard normals a distance d apart have AUC = Phi(d / sqrt 2): 0.6382 for d = 0.5.
  const draw = normals(7)
  const { value, low, high } = auc(draw(4000, 0.5), draw(4000))
  expect(value).toBeCloseTo(0.638, 1)
  expect([low < 0.6382, high > 0.6382]).toEqual([true, true])
})

test('its interval contains one half for about 95 of 100 equal pairs, and has the theoretical width', () => {
  const draw = normals(11)
  const intervals = Array.from({ length: 400 }, () => auc(draw(150), draw(150)))
  const holding = intervals.filter(({ low, high }) => low <= 0.5 && high >= 0.5).length
  expect(holding).toBeGreaterThan(365)
  expect(holding).toBeLessThan(397)
  // Mann and Whitney: for equal distributions the variance is (m + n + 1) / 12mn.
  const width = intervals.reduce((sum, { low, high }) => sum + high - low, 0) / intervals.length
  expect(width).toBeCloseTo(2 * 1.96 * Math.sqrt(301 / (12 * 150 * 150)), 2)
})

test('refuses fewer than two samples', () => {
  expect(() => auc([1], [1, 2])).toThrow(RangeError)
})

test('equal values share the mean of their ranks', () => {
  expect(midRanks([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5])
})

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 3])).toBe(4)
})
