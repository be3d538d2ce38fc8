import type { Counts } from './checker.ts'
import type { Rig, RigOptions } from './rig.ts'

/** What an experiment measured, in addition to the counts of every report. */
export type Seen = Record<string, number>

export type Criteria = Record<string, (seen: Seen & Counts) => boolean>

export type Size = {
  cycles: number
  /** For the tests: few cycles and no long waits. */
  short: boolean
}

/** One fault per row. The invariants I1 to I7 are checked after each of them. */
export type Experiment = {
  id: `F-${number}`
  title: string
  fault: string
  cycles: { full: number; short: number }
  /** What this machine is missing to run it, if anything. */
  missing?: () => string | undefined
  /** Too long for a run of all experiments. */
  onlyWhenNamed?: true
  rig?: Omit<RigOptions, 'program'>
  /** Injects the fault, and resolves when it is over. The servers must then recover without help. */
  run(rig: Rig, size: Size): Promise<Seen>
  pass: Criteria
  /** Time bounds, for an otherwise idle machine. */
  passInTime?: Criteria
}
