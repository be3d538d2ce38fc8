import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from '../compare.ts'
import {
  type Contender,
  ownMeasure,
  startBetterAuth,
  startEmpty,
  startExpress,
  startLatchkey,
} from '../contenders.ts'
import { forgetJobs } from '../data.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies, whoms } from './bodies.ts'

export const trpcAsk = (lines: string): Call => ({
  method: 'POST',
  path: '/trpc/recovery.request',
  lines,
})
export const restAsk = (lines: string): Call => ({
  method: 'POST',
  path: '/api/auth/forgot-password',
  lines,
})
export const betterAuthAsk = (lines: string): Call => ({
  method: 'POST',
  path: '/api/auth/request-password-reset',
  lines,
})
export const emptyTrpc = (lines: string): Call => ({ method: 'POST', path: '/trpc/ask', lines })

const UNDER_WAY_MS = 1_000

/** Asking, for addresses with an account and without one, through every door, beside the rivals and the frame. */
export async function ask(world: World): Promise<void> {
  const lines = {
    known: emailBodies(world, 'known'),
    unknown: emailBodies(world, 'unknown'),
    half: emailBodies(world, 'half'),
  }
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const empty = await startEmpty()
  // What asking costs without the mails that follow, as where a worker elsewhere sends them.
  const pathAlone = await startLatchkey(world, { database: 'latchkey_slow', worker: false })
  const contenders = [ours, betterAuth, express, empty, pathAlone]
  for (const [contender, call] of [
    [ours, trpcAsk(lines.half)],
    [ours, restAsk(lines.half)],
    [betterAuth, betterAuthAsk(lines.half)],
    [express, restAsk(lines.half)],
    [empty, emptyTrpc(lines.half)],
    [pathAlone, trpcAsk(lines.half)],
    [pathAlone, restAsk(lines.half)],
  ] as const) {
    await warmUp(world, contender, call)
  }
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world)
      await forgetJobs(world, 'latchkey_slow')
      // Mails that are under way leave at nobody else's cost.
      await sleep(UNDER_WAY_MS)
      return sample
    },
  })
  const names = Object.keys(whoms) as (keyof typeof whoms)[]
  await compare(world, 'ask', [
    ...names.map((whom) => runner(`latchkey tRPC, ${whom}`, ours, trpcAsk(lines[whom]))),
    ...names.map((whom) => runner(`latchkey REST, ${whom}`, ours, restAsk(lines[whom]))),
    runner('latchkey tRPC, known, no worker', pathAlone, trpcAsk(lines.known)),
    runner('latchkey tRPC, unknown, no worker', pathAlone, trpcAsk(lines.unknown)),
    runner('latchkey REST, known, no worker', pathAlone, restAsk(lines.known)),
    runner('better-auth, known', betterAuth, betterAuthAsk(lines.known)),
    runner('better-auth, unknown', betterAuth, betterAuthAsk(lines.unknown)),
    runner('express, known', express, restAsk(lines.known)),
    runner('express, unknown', express, restAsk(lines.unknown)),
    runner('limit: empty tRPC + zod', empty, emptyTrpc(lines.known)),
    runner('limit: empty Fastify POST', empty, {
      method: 'POST',
      path: '/empty',
      lines: lines.known,
    }),
    {
      who: 'limit: single-row inserts',
      run: async () => ({
        rate: await ownMeasure('inserts', world.flags.seconds, {
          DATABASE_URL: world.postgres.url('express'),
        }),
      }),
    },
  ])
  for (const contender of contenders) await contender.stop()
}
