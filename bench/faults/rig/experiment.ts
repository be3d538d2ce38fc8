import type { Counts } from './checker.ts'
import type { Rig, RigOptions } from './rig.ts'

/** What an experiment saw besides the counts of every report. */
export type Seen = Record<string, number>

export type Criteria = Record<string, (seen: Seen & Counts) => boolean>

export type Size = {
  cycles: number
  /** For a test: no long waits either. */
  short: boolean
}

/** One fault, a row each. The invariants I1 to I7 are checked after every one of them. */
export type Experiment = {
  id: `F-${number}`
  title: string
  fault: string
  cycles: { full: number; short: number }
  /** What this machine lacks for it, if anything. */
  lacks?: () => string | undefined
  /** Too long for a run of all. */
  onlyWhenNamed?: true
  rig?: Omit<RigOptions, 'program'>
  /** Strikes, and resolves when the fault is over; then the house must come to rest by itself. */
  run(rig: Rig, size: Size): Promise<Seen>
  pass: Criteria
  /** Bounds on time, for a machine that has nothing else to do. */
  passInTime?: Criteria
}
