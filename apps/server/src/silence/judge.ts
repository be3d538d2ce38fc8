import type { HeardByKind, Kind } from './listen.ts'
import { auc, type Interval, median } from './statistics.ts'

/** How far from one half an AUC may be and still tell nothing worth having. */
export const TOLERANCE = 0.02

export type Comparison = {
  kind: Exclude<Kind, 'unknown'>
  /** The chance that this kind's time is longer than an unknown address's, and where it lies with 95 % certainty. */
  auc: Interval
  medianMicros: number
  medianDifferenceMicros: number
  silent: boolean
}

export type Sameness = { kind: Exclude<Kind, 'unknown'>; identical: boolean; difference?: string }

const others = (heard: HeardByKind) =>
  [...heard.keys()].filter((kind): kind is Exclude<Kind, 'unknown'> => kind !== 'unknown')

export function compareTimes(heard: HeardByKind, what: 'times' | 'canary'): Comparison[] {
  const unknown = heard.get('unknown')?.[what] ?? []
  return others(heard).map((kind) => {
    const times = heard.get(kind)?.[what] ?? []
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

/** Identical: one form of answer, whoever was asked for. */
export function compareBytes(heard: HeardByKind): Sameness[] {
  const unknown = [...(heard.get('unknown')?.forms ?? [])]
  return others(heard).map((kind) => {
    const forms = [...(heard.get(kind)?.forms ?? [])]
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
