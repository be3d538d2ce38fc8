import { compare } from '../compare.ts'
import {
  type Contender,
  ownMeasure,
  startBetterAuth,
  startExpress,
  startLatchkey,
} from '../contenders.ts'
import {
  addBetterAuthTokens,
  addExpressTokens,
  addLinks,
  known,
  password,
  plainTokenOf,
  tokenOf,
} from '../data.ts'
import { type Call, runLoad } from '../run-load.ts'
import type { World } from '../world.ts'

// Every token is used once per run, across all measures.
let nextToken = 50_000_000
const MAX_PER_SECOND = 300
// Fewer than the server's hashing queue holds, so that no call is refused.
const CALLERS = 16
const newPassword = 'a new password of some length'

export type Resets = { name: string; next: (count: number) => Promise<Call> }

/** Resets, each with its own link, which is created just before the run. */
export function latchkeyResets(world: World): Resets {
  return {
    name: 'latchkey',
    next: tokens(
      async (range) => {
        await addLinks(world, 'latchkey', { ...range, accounts: world.flags.accounts })
        return (i) => JSON.stringify({ token: tokenOf(i), newPassword })
      },
      '/trpc/recovery.reset',
      world,
    ),
  }
}

export function betterAuthResets(world: World): Resets {
  return {
    name: 'better-auth',
    next: tokens(
      async (range) => {
        await addBetterAuthTokens(world, 'better_auth', {
          ...range,
          accounts: world.flags.accounts,
        })
        return (i) => JSON.stringify({ token: plainTokenOf(i), newPassword })
      },
      '/api/auth/reset-password',
      world,
    ),
  }
}

export function expressResets(world: World): Resets {
  return {
    name: 'express, bcrypt',
    next: tokens(
      async (range) => {
        await addExpressTokens(world, { ...range, accounts: world.flags.accounts })
        return (i) => `${plainTokenOf(i)} ${JSON.stringify({ password: 'a-new-password' })}`
      },
      '/api/auth/reset-password/{}',
      world,
    ),
  }
}

function tokens(
  add: (range: { from: number; count: number }) => Promise<(i: number) => string>,
  path: string,
  world: World,
) {
  return async (count: number): Promise<Call> => {
    const first = nextToken
    nextToken += count
    const line = await add({ from: first, count })
    const lines = Array.from({ length: count }, (_, i) => line(first + i))
    return { method: 'POST', path, lines: world.lines(lines), once: true }
  }
}

/** Resets and sign-ins, which are dominated by the hash. */
export async function passwords(world: World): Promise<void> {
  const ours = await startLatchkey(world)
  const betterAuth = await startBetterAuth(world)
  const express = await startExpress(world)
  const count = MAX_PER_SECOND * world.flags.seconds
  const runner = (contender: Contender, resets: Resets) => ({
    who: resets.name,
    run: async () =>
      runLoad(world, contender, { ...(await resets.next(count)), connections: CALLERS }),
  })
  const raw = {
    who: 'baseline: argon2, raw',
    run: async () => ({ rate: await ownMeasure('hashes', world.flags.seconds) }),
  }
  await signIns(world, { ours, betterAuth, express })
  await compare(world, 'reset', [
    runner(ours, latchkeyResets(world)),
    raw,
    runner(betterAuth, betterAuthResets(world)),
    runner(express, expressResets(world)),
  ])
  for (const each of [ours, betterAuth, express]) await each.stop()
}

async function signIns(
  world: World,
  { ours, betterAuth, express }: Record<'ours' | 'betterAuth' | 'express', Contender>,
) {
  const lines = world.lines(
    Array.from({ length: 5_000 }, (_, i) =>
      JSON.stringify({ email: known(i % world.flags.accounts), password }),
    ),
  )
  const runner = (who: string, contender: Contender, path: string) => ({
    who,
    run: () => runLoad(world, contender, { method: 'POST', path, lines, connections: CALLERS }),
  })
  await compare(world, 'sign-in', [
    runner('latchkey', ours, '/trpc/session.signIn'),
    runner('better-auth', betterAuth, '/api/auth/sign-in/email'),
    runner('express, bcrypt', express, '/api/auth/login'),
  ])
}
