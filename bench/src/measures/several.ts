import { compare } from '../compare.ts'
import { startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { trpcAsk } from './ask.ts'
import { emailBodies } from './bodies.ts'

/** One, two and four server processes on one database. They share the cores with the database and the load. */
export async function several(world: World): Promise<void> {
  const half = emailBodies(world, 'half')
  await compare(
    world,
    'processes',
    [1, 2, 4].map((processes) => ({
      who: `latchkey, ${processes} ${processes === 1 ? 'process' : 'processes'}`,
      async run() {
        const contender = await startLatchkey(world, { processes })
        await warmUp(world, contender, trpcAsk(half))
        const sample = await runLoad(world, contender, trpcAsk(half))
        await contender.stop()
        await forgetJobs(world)
        return sample
      },
    })),
  )
}
