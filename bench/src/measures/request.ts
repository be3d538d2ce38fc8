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
import { addressKinds, emailBodies } from './bodies.ts'

export const trpcRequest = (lines: string): Call => ({
  method: 'POST',
  path: '/trpc/recovery.request',
  lines,
})
export const restRequest = (lines: string): Call => ({
  method: 'POST',
  path: '/api/auth/forgot-password',
  lines,
})
export const betterAuthRequest = (lines: string): Call => ({
  method: 'POST',
  path: '/api/auth/request-password-reset',
  lines,
})
export const emptyTrpc = (lines: string): Call => ({ method: 'POST', path: '/trpc/request', lines })

const IN_FLIGHT_MS = 1_000

/** Recovery requests for addresses with and without an account, over tRPC and REST, against rivals and baselines. */
export async function request(world: World): Promise<void> {
  const lines = {
    known: emailBodies(world, 'known'),
    unknown: emailBodies(world, 'unknown'),
    half: emailBodies(world, 'half'),
  }
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const empty = await startEmpty()
  // The request path without the emails that follow, as with a worker on another machine.
  const withoutWorker = await startLatchkey(world, { database: 'latchkey_slow', worker: false })
  const contenders = [ours, betterAuth, express, empty, withoutWorker]
  for (const [contender, call] of [
    [ours, trpcRequest(lines.half)],
    [ours, restRequest(lines.half)],
    [betterAuth, betterAuthRequest(lines.half)],
    [express, restRequest(lines.half)],
    [empty, emptyTrpc(lines.half)],
    [withoutWorker, trpcRequest(lines.half)],
    [withoutWorker, restRequest(lines.half)],
  ] as const) {
    await warmUp(world, contender, call)
  }
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world)
      await forgetJobs(world, 'latchkey_slow')
      // Emails in flight must not load the next run.
      await sleep(IN_FLIGHT_MS)
      return sample
    },
  })
  const names = Object.keys(addressKinds) as (keyof typeof addressKinds)[]
  await compare(world, 'request', [
    ...names.map((kind) => runner(`latchkey tRPC, ${kind}`, ours, trpcRequest(lines[kind]))),
    ...names.map((kind) => runner(`latchkey REST, ${kind}`, ours, restRequest(lines[kind]))),
    runner('latchkey tRPC, known, no worker', withoutWorker, trpcRequest(lines.known)),
    runner('latchkey tRPC, unknown, no worker', withoutWorker, trpcRequest(lines.unknown)),
    runner('latchkey REST, known, no worker', withoutWorker, restRequest(lines.known)),
    runner('better-auth, known', betterAuth, betterAuthRequest(lines.known)),
    runner('better-auth, unknown', betterAuth, betterAuthRequest(lines.unknown)),
    runner('express, known', express, restRequest(lines.known)),
    runner('express, unknown', express, restRequest(lines.unknown)),
    runner('baseline: empty tRPC + zod', empty, emptyTrpc(lines.known)),
    runner('baseline: empty Fastify POST', empty, {
      method: 'POST',
      path: '/empty',
      lines: lines.known,
    }),
    {
      who: 'baseline: single-row inserts',
      run: async () => ({
        rate: await ownMeasure('inserts', world.flags.seconds, {
          DATABASE_URL: world.postgres.url('express'),
        }),
      }),
    },
  ])
  for (const contender of contenders) await contender.stop()
}
