import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from '../compare.ts'
import {
  type Contender,
  ownMeasure,
  startBetterAuth,
  startExpress,
  startLatchkey,
} from '../contenders.ts'
import { known } from '../data.ts'
import { type Call, runLoad } from '../run-load.ts'
import type { World } from '../world.ts'
import { betterAuthRequest, restRequest, trpcRequest } from './request.ts'

const EMAILS = 5_000
const LONGEST_WAIT_MS = 120_000

/** Sends recovery requests at full speed, and waits until the last email has arrived. */
export async function emails(world: World): Promise<void> {
  const lines = world.lines(
    Array.from({ length: EMAILS }, (_, i) =>
      JSON.stringify({ email: known(i % world.flags.accounts) }),
    ),
  )
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    run: () => delivered(world, contender, call),
  })
  await compare(world, 'emails', [
    runner('latchkey', ours, trpcRequest(lines)),
    runner('better-auth', betterAuth, betterAuthRequest(lines)),
    runner('express', express, restRequest(lines)),
    {
      who: "baseline: Nodemailer's pool",
      run: async () => ({
        rate: await ownMeasure('emails', EMAILS, { SMTP_URL: world.sink.smtpUrl }),
      }),
    },
  ])
  for (const contender of [ours, betterAuth, express]) await contender.stop()
}

/** Sends each line of the call once, and waits for the emails. */
export async function delivered(world: World, contender: Contender, call: Call, emails = EMAILS) {
  const before = await world.sink.count()
  const startedAt = performance.now()
  await runLoad(world, contender, { ...call, once: true, seconds: 60 })
  const requested = performance.now()
  const inTime = await world.sink.count()
  let arrived = inTime - before
  let last = performance.now()
  while (arrived < emails && performance.now() - last < LONGEST_WAIT_MS / 10) {
    await sleep(10)
    const now = (await world.sink.count()) - before
    if (now > arrived) last = performance.now()
    arrived = now
  }
  // Wait a little longer, because duplicates are a fault too.
  const ended = last
  await sleep(200)
  const all = (await world.sink.count()) - before
  return {
    rate: (arrived * 1000) / (ended - startedAt),
    rateWhileDraining:
      requested < ended ? ((before + arrived - inTime) * 1000) / (ended - requested) : 0,
    lost: Math.max(0, emails - all),
    twice: Math.max(0, all - emails),
  }
}
