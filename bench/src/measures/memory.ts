import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { memoryOf } from '../processes.ts'
import { type Call, runLoad } from '../run-load.ts'
import type { World } from '../world.ts'
import { betterAuthAsk, restAsk, trpcAsk } from './ask.ts'
import { emailBodies } from './bodies.ts'

/** MiB of the whole process, its worker's thread with it: idle after the start, and at most under load. */
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
    runner('latchkey', () => startLatchkey(world), trpcAsk(known)),
    runner('better-auth', () => startBetterAuth(world), betterAuthAsk(known)),
    runner('express', () => startExpress(world), restAsk(known)),
  ])
}
