import type { Recovery, Sessions } from '@latchkey/core'
import type { HashingWatch } from '../adapters/metrics.ts'
import { hashingSlots, overloaded } from '../adapters/password-hasher.ts'
import { createSlots } from '../adapters/slots.ts'

const { count, reserved, queue } = hashingSlots

/** Calls with a link or a code. Most made-up ones end before a hash, so that more of them may wait. */
const PROOFS = { count: reserved + queue, queue: 128, maxWaitMs: 2_000 }
/** Sign-ins that look up whether their client is known, while the others are refused. */
const LOOK_UPS = { count: 4, queue: 64, maxWaitMs: 500 }

/**
 * Admits as many calls that end in a hash as there are slots and queue for them. Calls beyond that fail before they cost
 * the database much. Sign-ins of strangers, of which anybody can make any number, keep out nobody else: clients that are
 * known, and calls with a link or a code, are admitted apart.
 */
export function admitHashing(
  { recovery, sessions }: { recovery: Recovery; sessions: Sessions },
  hashing: Pick<HashingWatch, 'refused'>,
): { recovery: Recovery; sessions: Sessions } {
  const refuse = () => overloaded(hashing)
  const strangers = createSlots({ count: count + queue, queue: 0, maxWaitMs: 0, refuse })
  const known = createSlots({ count: reserved + queue, queue: 0, maxWaitMs: 0, refuse })
  const lookUps = createSlots({ ...LOOK_UPS, refuse })
  const proofs = createSlots({ ...PROOFS, refuse })
  return {
    recovery: {
      ...recovery,
      reset: (...input) => proofs(() => recovery.reset(...input)),
      confirm: (...input) => proofs(() => recovery.confirm(...input)),
    },
    sessions: {
      ...sessions,
      async signIn(input, client) {
        if (!strangers.isFull()) return strangers(() => sessions.signIn(input, client))
        const isKnown = await lookUps(() => sessions.isKnown(input.address, client))
        if (!isKnown) throw refuse()
        return known(() => sessions.signIn(input, client))
      },
    },
  }
}
