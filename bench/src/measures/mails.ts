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
import { betterAuthAsk, restAsk, trpcAsk } from './ask.ts'

const MAILS = 5_000
const LONGEST_WAIT_MS = 120_000

/** Asks for so many mails as fast as it can, and waits until the last of them came. */
export async function mails(world: World): Promise<void> {
  const lines = world.lines(
    Array.from({ length: MAILS }, (_, i) =>
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
  await compare(world, 'mails', [
    runner('latchkey', ours, trpcAsk(lines)),
    runner('better-auth', betterAuth, betterAuthAsk(lines)),
    runner('express', express, restAsk(lines)),
    {
      who: "limit: Nodemailer's pool",
      run: async () => ({
        rate: await ownMeasure('mails', MAILS, { SMTP_URL: world.sink.smtpUrl }),
      }),
    },
  ])
  for (const contender of [ours, betterAuth, express]) await contender.stop()
}

/** Asks once for each line of the call, and waits for the mails. */
export async function delivered(world: World, contender: Contender, call: Call, mails = MAILS) {
  const before = await world.sink.count()
  const startedAt = performance.now()
  await runLoad(world, contender, { ...call, once: true, seconds: 60 })
  const asked = performance.now()
  const inTime = await world.sink.count()
  let came = inTime - before
  let last = performance.now()
  while (came < mails && performance.now() - last < LONGEST_WAIT_MS / 10) {
    await sleep(10)
    const now = (await world.sink.count()) - before
    if (now > came) last = performance.now()
    came = now
  }
  // A moment more: a mail that comes twice is a fault as well.
  const ended = last
  await sleep(200)
  const all = (await world.sink.count()) - before
  return {
    rate: (came * 1000) / (ended - startedAt),
    rateAfterAsking: asked < ended ? ((before + came - inTime) * 1000) / (ended - asked) : 0,
    lost: Math.max(0, mails - all),
    twice: Math.max(0, all - mails),
  }
}
