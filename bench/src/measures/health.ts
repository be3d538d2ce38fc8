import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { runLoad } from '../run-load.ts'
import type { World } from '../world.ts'
import { betterAuthResets, expressResets, latchkeyResets, type Resets } from './passwords.ts'

const CALLERS = 16
const CHECKS_PER_SECOND = 100

/** Latency of a health check while the server hashes passwords at full speed. */
export async function health(world: World): Promise<void> {
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const checks = world.lines(['x'])
  const runner = (contender: Contender, path: string, resets: Resets) => ({
    who: resets.name,
    async run() {
      const flood = await resets.next(300 * (world.flags.seconds + 1))
      const [, checked] = await Promise.all([
        runLoad(world, contender, { ...flood, connections: CALLERS }),
        runLoad(world, contender, {
          method: 'GET',
          path,
          lines: checks,
          connections: 4,
          rate: CHECKS_PER_SECOND,
        }),
      ])
      return { p50ms: checked.p50ms ?? 0, p99ms: checked.p99ms ?? 0, failed: checked.failed ?? 0 }
    },
  })
  await compare(world, 'health', [
    runner(ours, '/health/live', latchkeyResets(world)),
    runner(betterAuth, '/health', betterAuthResets(world)),
    runner(express, '/health', expressResets(world)),
  ])
  for (const each of [ours, betterAuth, express]) await each.stop()
}
