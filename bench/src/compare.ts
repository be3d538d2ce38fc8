import type { Sample } from './record.ts'
import type { World } from './world.ts'

export type Runner = { who: string; run(round: number): Promise<Sample> }

/** Runs the runners in turn, round by round, every second round in reverse, so that other load affects all alike. */
export async function compare(world: World, measure: string, runners: Runner[]): Promise<void> {
  for (let round = 0; round < world.flags.rounds; round++) {
    const samples = new Map<Runner, Sample>()
    for (const runner of round % 2 === 0 ? runners : runners.toReversed()) {
      samples.set(runner, await runner.run(round))
    }
    for (const runner of runners) world.record.add(measure, runner.who, samples.get(runner) ?? {})
  }
}
