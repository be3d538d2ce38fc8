import { compare } from '../compare.ts'
import { startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies } from './bodies.ts'
import { trpcRequest } from './request.ts'

/** One, two and four server processes on one database. They share the cores with the database and the load. */
export async function processes(world: World): Promise<void> {
  const half = emailBodies(world, 'half')
  await compare(
    world,
    'processes',
    [1, 2, 4].map((count) => ({
      who: `latchkey, ${count} ${count === 1 ? 'process' : 'processes'}`,
      async run() {
        const contender = await startLatchkey(world, { processes: count })
        await warmUp(world, contender, trpcRequest(half))
        const sample = await runLoad(world, contender, trpcRequest(half))
        await contender.stop()
        await forgetJobs(world)
        return sample
      },
    })),
  )
}
