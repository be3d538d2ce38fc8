import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startExpress, startLatchkey } from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { startSink } from '../mail-sink.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { betterAuthAsk, restAsk, trpcAsk } from './ask.ts'
import { emailBodies } from './bodies.ts'

const STEP_MS = 300

/** Asking while the mail server takes its time at each step: a request that waits for it is as slow as it is. */
export async function slowMail(world: World): Promise<void> {
  const slow = await startSink(STEP_MS)
  const known = emailBodies(world, 'known')
  const fast = await startLatchkey(world)
  const ours = await startLatchkey(world, { smtpUrl: slow.smtpUrl, database: 'latchkey_slow' })
  const betterAuth = await startBetterAuth(world, { smtpUrl: slow.smtpUrl })
  const express = await startExpress(world, { smtpUrl: slow.smtpUrl })
  await warmUp(world, fast, trpcAsk(known))
  await warmUp(world, ours, trpcAsk(known))
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world)
      await forgetJobs(world, 'latchkey_slow')
      return sample
    },
  })
  await compare(world, 'slow-mail', [
    runner('latchkey tRPC, 300 ms a step', ours, trpcAsk(known)),
    runner('latchkey tRPC, fast mail', fast, trpcAsk(known)),
    runner('better-auth, 300 ms a step', betterAuth, betterAuthAsk(known)),
    runner('express, 300 ms a step', express, restAsk(known)),
  ])
  for (const each of [ours, fast, betterAuth, express, slow]) await each.stop()
}
