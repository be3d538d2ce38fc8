/*
 * Can two sets of times be told apart? AUC is the chance that a time drawn from the first is longer than one drawn
 * from the second: 0.5 says nothing, 0 and 1 say everything. Its variance is DeLong's (E. R. DeLong, D. M. DeLong,
 * D. L. Clarke-Pearson, Biometrics 44, 1988, 837-845), by mid-ranks as in X. Sun and W. Xu, IEEE Signal Processing
 * Letters 21, 2014, 1389-1393: no distribution is assumed, and ties count half.
 */

export type Interval = { value: number; low: number; high: number }

/** 95 % of a normal distribution lies within so many standard deviations. */
const NORMAL_95 = 1.959964

export function auc(first: readonly number[], second: readonly number[]): Interval {
  const m = first.length
  const n = second.length
  if (m < 2 || n < 2) throw new RangeError('at least two samples of each')
  const pooled = midRanks([...first, ...second])
  const rankOfFirst = midRanks(first)
  const rankOfSecond = midRanks(second)
  // How much of the other set lies below each sample; for the second set, above it.
  const below = rankOfFirst.map((rank, i) => ((pooled[i] ?? 0) - rank) / n)
  const above = rankOfSecond.map((rank, i) => 1 - ((pooled[m + i] ?? 0) - rank) / m)
  const value = mean(below)
  const margin = NORMAL_95 * Math.sqrt(variance(below) / m + variance(above) / n)
  return { value, low: Math.max(0, value - margin), high: Math.min(1, value + margin) }
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}

/** Ranks from 1; equal values share the mean of theirs. */
export function midRanks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  const ranks = new Array<number>(values.length).fill(0)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && order[to]?.value === order[from]?.value) to += 1
    for (const { index } of order.slice(from, to)) ranks[index] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}
