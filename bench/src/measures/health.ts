import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { runLoad } from '../run-load.ts'
import type { World } from '../world.ts'
import { betterAuthResets, expressResets, latchkeyResets, type Resets } from './passwords.ts'

const CALLERS = 16
const LOOKS_A_SECOND = 100

/** How long a look at the health of a server takes while it hashes passwords as fast as it can. */
export async function health(world: World): Promise<void> {
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const looks = world.lines(['x'])
  const runner = (contender: Contender, path: string, resets: Resets) => ({
    who: resets.name,
    async run() {
      const flood = await resets.next(300 * (world.flags.seconds + 1))
      const [, looked] = await Promise.all([
        runLoad(world, contender, { ...flood, connections: CALLERS }),
        runLoad(world, contender, {
          method: 'GET',
          path,
          lines: looks,
          connections: 4,
          rate: LOOKS_A_SECOND,
        }),
      ])
      return { p50ms: looked.p50ms ?? 0, p99ms: looked.p99ms ?? 0, failed: looked.failed ?? 0 }
    },
  })
  await compare(world, 'health', [
    runner(ours, '/health/live', latchkeyResets(world)),
    runner(betterAuth, '/health', betterAuthResets(world)),
    runner(express, '/health', expressResets(world)),
  ])
  for (const each of [ours, betterAuth, express]) await each.stop()
}
