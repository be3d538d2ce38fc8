import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { memoryOf } from '../processes.ts'
import { type Call, runLoad } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies } from './bodies.ts'
import { betterAuthRequest, restRequest, trpcRequest } from './request.ts'

/** As the image and the unit for systemd have them. */
const bounds = {
  NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=256',
  MALLOC_ARENA_MAX: '2',
}

/** Resident memory of the whole process, worker thread included: idle after the start, and its peak under load. */
export async function memory(world: World): Promise<void> {
  const known = emailBodies(world, 'known')
  const runner = (who: string, start: () => Promise<Contender>, call: Call) => ({
    who,
    async run() {
      const contender = await start()
      await sleep(3_000)
      const idleMiB = memoryOf(contender.pids).now
      await runLoad(world, contender, { ...call, seconds: world.flags.seconds * 2 })
      const peakMiB = memoryOf(contender.pids).most
      await contender.stop()
      await forgetJobs(world)
      return { idleMiB, peakMiB }
    },
  })
  await compare(world, 'memory', [
    runner('latchkey', () => startLatchkey(world), trpcRequest(known)),
    runner(
      'latchkey, bounded',
      () => startLatchkey(world, { settings: bounds }),
      trpcRequest(known),
    ),
    runner('better-auth', () => startBetterAuth(world), betterAuthRequest(known)),
    runner('express', () => startExpress(world), restRequest(known)),
  ])
}
