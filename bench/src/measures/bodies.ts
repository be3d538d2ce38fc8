import { known, tokenOf, unknown } from '../data.ts'
import type { World } from '../world.ts'

/* Request bodies, as lines for the load generator. */

const MANY = 20_000

export const addressKinds = {
  known: (i: number) => known(i),
  unknown: (i: number) => unknown(i),
  half: (i: number) => (i % 2 === 0 ? known(i) : unknown(i)),
} as const

export function emailBodies(
  world: World,
  kind: keyof typeof addressKinds,
  accounts = world.flags.accounts,
) {
  // Spread over all accounts, in an order unrelated to the table's.
  return world.lines(
    Array.from({ length: MANY }, (_, i) =>
      JSON.stringify({ email: addressKinds[kind]((i * 7_919) % accounts) }),
    ),
  )
}

export function tokenBodies(world: World, count: number) {
  return world.lines(Array.from({ length: count }, (_, i) => JSON.stringify({ token: tokenOf(i) })))
}
