import type { Charge, Limited, Limiter } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { transaction } from '../statements/transaction.ts'
import { charge } from './charge-buckets.ts'
import { chargeGuessShare } from './charge-guess-share.ts'
import { chargeSignIn, isKnownClient } from './charge-sign-in.ts'
import { limited, type OnLimit } from './limit-parts.ts'
import { refundBuckets } from './refund-buckets.ts'

const charged = { status: 'charged' } as const

/** Counts nothing and refuses nothing: for benchmarks. */
export const noLimits: Limiter = {
  charge: async () => charged,
  chargeSignIn: async () => ({
    status: 'charged',
    isKnown: false,
    isExhausted: false,
    isClosed: false,
    shared: { chargedAddress: false, chargedStreak: false },
  }),
  isKnown: async () => false,
  takeBack: async () => {},
  chargeGuessShare: async () => charged,
}

export function createLimiter(db: Kysely<Schema>, onLimit: OnLimit): Limiter {
  return {
    charge: (charges) =>
      charges.length === 1
        ? chargeAll(db, charges, onLimit)
        : transaction<Limited | typeof charged>(db, async (trx, undo) => {
            const answer = await chargeAll(trx, charges, onLimit)
            return answer.status === 'charged' ? answer : undo(answer)
          }),
    takeBack: (charges) => refundBuckets(db, charges),
    chargeGuessShare: (share) => chargeGuessShare(db, share, onLimit),
    chargeSignIn: (attempt) => chargeSignIn(db, attempt, onLimit),
    isKnown: (pair) => isKnownClient(db, pair),
  }
}

/** In a transaction that is rolled back if one refuses, so that a refused hit fills no other bucket. */
async function chargeAll(
  db: Kysely<Schema>,
  charges: readonly Charge[],
  onLimit: OnLimit,
): Promise<Limited | typeof charged> {
  if (charges.length === 0) return charged
  const buckets = await charge(db, charges)
  if (buckets.every(({ accepted }) => accepted)) return charged
  // Once for the networks of one client, which share their limit.
  for (const limit of new Set(charges.map(({ limit }) => limit))) onLimit(limit)
  return limited(Math.max(...buckets.map(({ wait }) => wait)))
}
