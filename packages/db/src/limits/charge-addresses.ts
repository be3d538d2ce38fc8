import {
  type AddressDigest,
  type GuessLimits,
  type Limited,
  type Window,
  withoutRequest,
} from '@latchkey/core'
import type { QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { type After, sharedCtes } from '../statements/shared-ctes.ts'
import { chargeBuckets, hitOnSubject, sizeOf } from './charge-buckets.ts'
import { type LimitParts, limited } from './limit-parts.ts'
import { spendBudget } from './shared-budget.ts'
import { addFailures } from './streak.ts'

/*
 * What a guess by request and a guess by address have in common: the limits of the address, and the global budget.
 */

export type LimitValues = {
  rateLimits: boolean
  spans: number[]
  most: number[]
  mostInARow: number
  mostWithoutRequest: number[]
  /** None without rate limits: then there is room for any number of guesses. */
  globalWindows: readonly Window[]
}

export function valuesOf({ rateLimits }: LimitParts, limits: GuessLimits): LimitValues {
  const { spans, most } = sizeOf({ windows: limits['guess-by-address'] })
  return {
    rateLimits,
    spans,
    most,
    mostInARow: limits['guess-in-a-row'],
    mostWithoutRequest: most.map(withoutRequest),
    globalWindows: rateLimits ? limits['guess-in-all'] : [],
  }
}

/**
 * Charges the daily limit of each address in `guessed_address`, then its streak, then the global budget. A refusal
 * stops the chain: later limits are not charged. `charged_address` has what the first two said; `within_streak` is
 * null if it was not charged.
 */
export const chargeAddresses = (p: Values<LimitValues>) =>
  sharedCtes((db: QueryCreator<Schema & { guessed_address: { address_digest: AddressDigest } }>) =>
    db
      .with('day', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('guessed_address')
            .select(({ ref }) =>
              hitOnSubject('guess-by-address', ref('guessed_address.address_digest'), p),
            )
            .where(p.rateLimits)
            .as('hit'),
        ),
      )
      .with('streak', (q) =>
        addFailures(q, 'guess-in-a-row', {
          of: q
            .selectFrom('day')
            .select('subject')
            .where('accepted', '=', true)
            .orderBy('subject')
            .as('failed'),
          most: p.mostInARow,
        }),
      )
      .with('spent_budget', (q) =>
        spendBudget(q, 'guess-in-all', {
          windows: p.globalWindows,
          spent: q
            .selectFrom('streak')
            .select(({ fn }) => fn.countAll<number>().as('hits'))
            .as('spent'),
        }),
      )
      .with('charged_address', (q) =>
        q.selectFrom('day').select(({ eb }) => [
          'day.subject as address_digest',
          'day.accepted as within_day',
          eb
            .case()
            .when('day.accepted', '=', true)
            .then(eb('day.subject', '=', anyOf(eb.selectFrom('streak').select('subject'))))
            .end()
            .$castTo<boolean | null>()
            .as('within_streak'),
        ]),
      ),
  )

/** Null: the limit was not charged. */
type Verdict = {
  [Limit in 'within_day' | 'within_streak']:
    | After<typeof chargeAddresses>['charged_address'][Limit]
    | null
}

export function isWithin({ onLimit }: LimitParts, { within_day, within_streak }: Verdict): boolean {
  if (within_day === false) onLimit('guess-by-address')
  if (within_streak === false) onLimit('guess-in-a-row')
  return within_day !== false && within_streak !== false
}

export function closed({ onLimit }: LimitParts, seconds: number): Limited {
  onLimit('guess-in-all')
  return limited(seconds)
}
