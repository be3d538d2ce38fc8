import { type Spread, spread } from './statistics.ts'

/** The result of one run of one contender: numbers by name. */
export type Sample = { [name: string]: number }

export type Row = {
  measure: string
  who: string
  samples: Sample[]
  spreads: { [name: string]: Spread }
  /** The first row's `rate` divided by this one's, computed per round. */
  leaderRatio?: Spread
}

export type Record = {
  add(measure: string, who: string, sample: Sample): void
  rows(): Row[]
}

export function createRecord(): Record {
  const samples = new Map<string, { measure: string; who: string; samples: Sample[] }>()
  return {
    add(measure, who, sample) {
      const key = `${measure}\n${who}`
      const row = samples.get(key) ?? { measure, who, samples: [] }
      row.samples.push(sample)
      samples.set(key, row)
      const shown = Object.entries(sample).map(([name, value]) => `${name} ${round(value)}`)
      console.log(`${measure.padEnd(16)} ${who.padEnd(34)} ${shown.join(' · ')}`)
    },
    rows() {
      const leaders = new Map<string, Sample[]>()
      return [...samples.values()].map((row) => {
        const names = Object.keys(row.samples[0] ?? {})
        const spreads = Object.fromEntries(
          names.map((name) => [name, spread(row.samples.map((each) => each[name] ?? 0))]),
        )
        const leader = leaders.get(row.measure)
        if (!leader) leaders.set(row.measure, row.samples)
        const ratios = leader?.map((one, i) => (one.rate ?? 0) / (row.samples[i]?.rate ?? 0))
        return {
          ...row,
          spreads,
          ...(ratios?.every(Number.isFinite) && { leaderRatio: spread(ratios) }),
        }
      })
    },
  }
}

export function round(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}
