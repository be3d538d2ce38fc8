import { type Counts, check } from './checker.ts'
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
  /** Instead of the experiment's own number. */
  cycles?: number | undefined
  /** Whether time bounds are checked. */
  timed?: boolean
}

const HEALTHY_WITHIN_MS = 30_000

const nothing: Counts = {
  accepted: 0,
  emailed: 0,
  suppressed: 0,
  dead: 0,
  duplicates: 0,
  lost: 0,
  resets: 0,
}

export async function runExperiment(
  experiment: Experiment,
  options: RunOptions = {},
): Promise<Report> {
  const { id, title, fault } = experiment
  const cycles = options.cycles ?? experiment.cycles[options.short ? 'short' : 'full']
  const startedAt = performance.now()
  const result = await run(experiment, cycles, options).catch((error: Error) => ({
    counts: nothing,
    seen: {},
    broken: [`it did not finish: ${error.stack}`],
  }))
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  return { id, title, fault, cycles, seconds, ...result }
}

async function run(
  experiment: Experiment,
  cycles: number,
  { program = 'built', short = false, timed = true }: RunOptions,
): Promise<Pick<Report, 'counts' | 'seen' | 'broken'>> {
  const missing = experiment.missing?.()
  if (missing !== undefined) throw new Error(missing)
  const rig = await openRig({ program, ...experiment.rig })
  try {
    const own = await experiment.run(rig, { cycles, short })
    const seen = { ...own, healthyMs: await rig.healthy(), settleMs: await rig.settle() }
    const { counts, broken } = await check(rig)
    if (timed && seen.healthyMs > HEALTHY_WITHIN_MS) {
      broken.push(`I7: healthy after ${seen.healthyMs} ms`)
    }
    const criteria = { ...experiment.pass, ...(timed && experiment.passInTime) }
    for (const [criterion, holds] of Object.entries(criteria)) {
      if (!holds({ ...seen, ...counts })) broken.push(criterion)
    }
    return { counts, seen, broken }
  } finally {
    await rig.close()
  }
}
