import type { Recovery, Sessions } from '@latchkey/core'
import type { HashingWatch } from '../adapters/hashing-watch.ts'
import { hashingSlots, overloaded } from '../adapters/password-hasher.ts'
import { createSlots } from '../adapters/slots.ts'

const { count, reserved, queue } = hashingSlots

/** Calls with a link or a code. Most made-up ones end before a hash, so that more of them may wait. */
const PROOFS = { count: reserved + queue, queue: 128, maxWaitMs: 2_000 }
/** Sign-ins of strangers read and count before their hash. Two do so ahead, so that no hashing slot is idle. */
const AHEAD = 2
/** Sign-ins that look up whether their client is known, while the others wait or are refused. */
const LOOK_UPS = { count: 4, queue: 64, maxWaitMs: 500 }

/**
 * Admits as many calls that end in a hash as there are slots and queue for them. Those that wait, and those beyond, cost
 * the database little: it serves requests meanwhile. Sign-ins of strangers, of which anybody can make any number, keep
 * out nobody else: clients that are known, and calls with a link or a code, are admitted apart.
 */
export function admitHashing(
  { recovery, sessions }: { recovery: Recovery; sessions: Sessions },
  hashing: Pick<HashingWatch, 'refused' | 'waiting'>,
): { recovery: Recovery; sessions: Sessions } {
  const refuse = () => overloaded(hashing)
  const strangers = createSlots({
    count: count + AHEAD,
    queue: queue - AHEAD,
    maxWaitMs: 2_000,
    refuse,
    onWaiting: hashing.waiting,
  })
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
        const attempt = () => sessions.signIn(input, client)
        if (strangers.hasRoom()) return strangers(attempt)
        const isKnown = await lookUps(() => sessions.isKnown(input.address, client))
        return isKnown ? known(attempt) : strangers(attempt)
      },
    },
  }
}
