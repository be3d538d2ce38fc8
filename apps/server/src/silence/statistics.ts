/*
 * Can two sets of times be distinguished? AUC is the probability that a time of the first set is longer than one of the
 * second: 0.5 means no, 0 and 1 mean always. Its variance is DeLong's (E. R. DeLong, D. M. DeLong,
 * D. L. Clarke-Pearson, Biometrics 44, 1988, 837-845), by mid-ranks as in X. Sun and W. Xu, IEEE Signal Processing
 * Letters 21, 2014, 1389-1393: no distribution is assumed, and ties count half.
 */

export type Interval = { value: number; low: number; high: number }

/** 95 % of a normal distribution lie within this many standard deviations. */
const NORMAL_95 = 1.959964

export function auc(first: readonly number[], second: readonly number[]): Interval {
  const m = first.length
  const n = second.length
  if (m < 2 || n < 2) throw new RangeError('at least two samples of each')
  const pooled = midRanks([...first, ...second])
  const rankOfFirst = midRanks(first)
  const rankOfSecond = midRanks(second)
  // The share of the other set below each sample; for the second set, above it.
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

/** Ranks from 1. Equal values share the mean of their ranks. */
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
