import { type Counts, check, type Verdict } from './checker.ts'
import type { Experiment, Seen } from './experiment.ts'
import { openRig } from './rig.ts'
import type { Program } from './server.ts'

export type Report = {
  id: string
  title: string
  fault: string
  cycles: number
  seconds: number
  counts: Counts
  seen: Seen
  /** Empty when it passed. */
  broken: string[]
}

export type RunOptions = {
  program?: Program
  short?: boolean
  /** Whether bounds on time count. */
  timed?: boolean
}

const HEALTHY_WITHIN_MS = 30_000

export async function runExperiment(
  experiment: Experiment,
  { program = 'built', short = false, timed = true }: RunOptions = {},
): Promise<Report> {
  const { id, title, fault } = experiment
  const cycles = experiment.cycles[short ? 'short' : 'full']
  const lack = experiment.lacks?.()
  if (lack !== undefined) throw new Error(`${id} cannot run here: ${lack}`)
  const startedAt = performance.now()
  const rig = await openRig({ program, ...experiment.rig })
  try {
    const seen = await experiment.run(rig, { cycles, short })
    const healthyMs = await rig.healthy()
    const settleMs = await rig.settle()
    const verdict: Verdict = await check(rig)
    const facts = { ...seen, healthyMs, settleMs, ...verdict.counts }
    const broken = [...verdict.broken]
    if (timed && healthyMs > HEALTHY_WITHIN_MS) broken.push(`I7: healthy after ${healthyMs} ms`)
    const criteria = { ...experiment.pass, ...(timed && experiment.passInTime) }
    for (const [words, holds] of Object.entries(criteria)) if (!holds(facts)) broken.push(words)
    return {
      id,
      title,
      fault,
      cycles,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      counts: verdict.counts,
      seen: { ...seen, healthyMs, settleMs },
      broken,
    }
  } finally {
    await rig.close()
  }
}
