import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { startSink } from '../mail-sink.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies } from './bodies.ts'
import { betterAuthRequest, restRequest, trpcRequest } from './request.ts'

const STEP_MS = 300

/** Recovery requests while the mail server is slow at each step: servers that wait for it slow down too. */
export async function slowMailServer(world: World): Promise<void> {
  const slow = await startSink(STEP_MS)
  const known = emailBodies(world, 'known')
  const fast = await startLatchkey(world)
  const ours = await startLatchkey(world, { smtpUrl: slow.smtpUrl, database: 'latchkey_slow' })
  const betterAuth = await startBetterAuth(world, { smtpUrl: slow.smtpUrl })
  const express = await startExpress(world, { smtpUrl: slow.smtpUrl })
  await warmUp(world, fast, trpcRequest(known))
  await warmUp(world, ours, trpcRequest(known))
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world)
      await forgetJobs(world, 'latchkey_slow')
      return sample
    },
  })
  await compare(world, 'slow-mail-server', [
    runner('latchkey tRPC, 300 ms per step', ours, trpcRequest(known)),
    runner('latchkey tRPC, fast mail server', fast, trpcRequest(known)),
    runner('better-auth, 300 ms per step', betterAuth, betterAuthRequest(known)),
    runner('express, 300 ms per step', express, restRequest(known)),
  ])
  for (const each of [ours, fast, betterAuth, express, slow]) await each.stop()
}
