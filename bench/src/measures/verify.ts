import { compare } from '../compare.ts'
import {
  type Contender,
  startBetterAuth,
  startEmpty,
  startExpress,
  startLatchkey,
} from '../contenders.ts'
import {
  addBetterAuthTokens,
  addCodes,
  addExpressTokens,
  addLinks,
  plainTokenOf,
  tokenOf,
} from '../data.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { tokenBodies } from './bodies.ts'

/** Checking a link, and verifying a code. */
export async function verify(world: World): Promise<void> {
  const { accounts, seconds, rounds } = world.flags
  const count = Math.min(accounts, 10_000)
  const range = { from: 0, count, accounts }
  await addLinks(world, 'latchkey', range)
  await addBetterAuthTokens(world, 'better_auth', range)
  await addExpressTokens(world, range)
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const empty = await startEmpty()

  const inBody = tokenBodies(world, count)
  const inPath = world.lines(Array.from({ length: count }, (_, i) => tokenOf(i)))
  const plain = world.lines(Array.from({ length: count }, (_, i) => plainTokenOf(i)))
  const calls = {
    trpc: { method: 'POST', path: '/trpc/recovery.verifyToken', lines: inBody },
    rest: { method: 'GET', path: '/api/auth/verify-reset-token/{}', lines: inPath },
    betterAuth: {
      method: 'GET',
      path: '/api/auth/reset-password/{}?callbackURL=%2Fnew-password',
      lines: plain,
      status: 302,
    },
    express: { method: 'GET', path: '/api/auth/verify-reset-token/{}', lines: plain },
    empty: { method: 'POST', path: '/trpc/verify', lines: inBody },
  } as const
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    run: () => runLoad(world, contender, call),
  })
  const runners = [
    runner('latchkey tRPC', ours, calls.trpc),
    runner('latchkey REST', ours, calls.rest),
    runner('better-auth', betterAuth, calls.betterAuth),
    runner('express', express, calls.express),
    runner('baseline: empty tRPC + zod', empty, calls.empty),
  ]
  await warmUp(world, ours, calls.trpc)
  await warmUp(world, ours, calls.rest)
  await warmUp(world, betterAuth, calls.betterAuth)
  await warmUp(world, express, calls.express)
  await warmUp(world, empty, calls.empty)
  await compare(world, 'verify-token', runners)

  // Each code can be verified once, so every round needs its own.
  const perRound = 6_000 * seconds
  const rounded: Call[] = []
  for (let round = 0; round <= rounds; round++) {
    const codes = await addCodes(world, 'latchkey', {
      from: 10_000_000 + round * perRound,
      count: perRound,
      accounts,
    })
    rounded.push({
      method: 'POST',
      path: '/trpc/recovery.verifyCode',
      lines: world.lines(codes.map((code) => JSON.stringify(code))),
      once: true,
    })
  }
  const call = (round: number) => rounded[round] ?? calls.trpc
  await runLoad(world, ours, { ...call(rounds), seconds: 1 })
  await compare(world, 'verify-code', [
    { who: 'latchkey tRPC', run: (round) => runLoad(world, ours, call(round)) },
    runner('baseline: empty tRPC + zod', empty, calls.empty),
  ])
  for (const each of [ours, betterAuth, express, empty]) await each.stop()
}
