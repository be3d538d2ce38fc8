import type { Kind, SamplesByKind } from './sampling.ts'
import { auc, type Interval, median } from './statistics.ts'

/** An AUC this close to one half is of no use to an attacker. */
export const TOLERANCE = 0.02

export type Comparison = {
  kind: Exclude<Kind, 'unknown'>
  /** The probability that a time of this kind is longer than one of an unknown address, with its 95 % interval. */
  auc: Interval
  medianMicros: number
  medianDifferenceMicros: number
  silent: boolean
}

export type Sameness = { kind: Exclude<Kind, 'unknown'>; identical: boolean; difference?: string }

const others = (samples: SamplesByKind) =>
  [...samples.keys()].filter((kind): kind is Exclude<Kind, 'unknown'> => kind !== 'unknown')

export function compareTimes(samples: SamplesByKind, what: 'times' | 'canary'): Comparison[] {
  const unknown = samples.get('unknown')?.[what] ?? []
  return others(samples).map((kind) => {
    const times = samples.get(kind)?.[what] ?? []
    const area = auc(times, unknown)
    return {
      kind,
      auc: area,
      medianMicros: median(times),
      medianDifferenceMicros: median(times) - median(unknown),
      silent: area.low <= 0.5 + TOLERANCE && area.high >= 0.5 - TOLERANCE,
    }
  })
}

/** Identical: there is one form of answer, whatever the kind of the address. */
export function compareBytes(samples: SamplesByKind): Sameness[] {
  const unknown = [...(samples.get('unknown')?.forms ?? [])]
  return others(samples).map((kind) => {
    const forms = [...(samples.get(kind)?.forms ?? [])]
    const [one, ...more] = new Set([...forms, ...unknown])
    if (more.length === 0) return { kind, identical: true }
    return { kind, identical: false, difference: firstDifference(one ?? '', more[0] ?? '') }
  })
}

function firstDifference(one: string, other: string): string {
  const [lines, otherLines] = [one.split('\n'), other.split('\n')]
  const at = lines.findIndex((line, i) => line !== otherLines[i])
  return `${JSON.stringify(lines[at] ?? '')} or ${JSON.stringify(otherLines[at] ?? '')}`
}
