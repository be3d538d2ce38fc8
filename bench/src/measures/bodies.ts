import { known, tokenOf, unknown } from '../data.ts'
import type { World } from '../world.ts'

/* What is sent, as lines for the load. */

const MANY = 20_000

export const whoms = {
  known: (i: number) => known(i),
  unknown: (i: number) => unknown(i),
  half: (i: number) => (i % 2 === 0 ? known(i) : unknown(i)),
} as const

export function emailBodies(
  world: World,
  whom: keyof typeof whoms,
  accounts = world.flags.accounts,
) {
  // Spread over all accounts, in an order that is no order of the table.
  return world.lines(
    Array.from({ length: MANY }, (_, i) =>
      JSON.stringify({ email: whoms[whom]((i * 7_919) % accounts) }),
    ),
  )
}

export function tokenBodies(world: World, count: number) {
  return world.lines(Array.from({ length: count }, (_, i) => JSON.stringify({ token: tokenOf(i) })))
}
