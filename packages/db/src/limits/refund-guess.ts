import type { Kysely, QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { after } from '../statements/after.ts'
import { anyOf } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { retryOnConflict } from '../statements/transaction.ts'
import { withoutNewest } from './charge-buckets.ts'
import { refundBudget } from './shared-budget.ts'

/** Refunds the guess at one request. */
export async function refundGuess(db: Kysely<Schema>, requestId: string): Promise<void> {
  await retryOnConflict(() => refundOne(db, { requestId }))
}

const refundOne = prepared('refund-guess', (db, p: Values<{ requestId: string }>) =>
  refundGuesses(
    db.with('right_guess', (q) =>
      q.selectNoFrom((eb) => eb.cast<string>(p.requestId, 'uuid').as('request_id')),
    ),
  )
    .selectFrom('refunded')
    .select('id'),
)

type WithRightGuesses = Schema & { right_guess: { request_id: string } }

/**
 * A right guess is not a failure: refunds it to the request, the address and the global budget, and resets the streak
 * of the address. `right_guess` is a CTE with the requests, none twice; `refunded` has them with their addresses.
 * Locks are taken in the order in which guesses are charged, and for each table in the order of its keys.
 */
export const refundGuesses = sharedCtes((db: QueryCreator<WithRightGuesses>) =>
  db
    .with(
      (cte) => cte('request_to_refund').materialized(),
      (q) =>
        q
          .selectFrom('recovery_request')
          .select('id')
          .where('id', '=', anyOf(q.selectFrom('right_guess').select('request_id')))
          .orderBy('id')
          .forNoKeyUpdate(),
    )
    .with('refunded', (q) =>
      q
        .updateTable('recovery_request')
        .set(({ fn, lit, eb }) => ({
          tries: fn('greatest', [eb('tries', '-', 1), lit(0)]),
          tries_by_address: fn('greatest', [eb('tries_by_address', '-', 1), lit(0)]),
        }))
        .where('id', '=', anyOf(q.selectFrom('request_to_refund').select('id')))
        .returning(['id', 'address_digest']),
    )
    .with(
      (cte) => cte('day_to_refund').materialized(),
      (q) =>
        q
          .selectFrom('limiter_bucket')
          .select('subject')
          .where('limit_name', '=', 'guess-by-address')
          .where('subject', '=', anyOf(q.selectFrom('refunded').select('address_digest')))
          .orderBy('subject')
          .forNoKeyUpdate(),
    )
    .with('refunded_day', (q) =>
      q
        .updateTable('limiter_bucket')
        .set(({ ref, selectFrom }) => ({
          hits: withoutNewest(
            ref('hits'),
            selectFrom('refunded')
              .select(({ fn }) => fn.countAll().as('hits'))
              .whereRef('refunded.address_digest', '=', 'limiter_bucket.subject'),
          ),
        }))
        .where('limit_name', '=', 'guess-by-address')
        .where('subject', '=', anyOf(q.selectFrom('day_to_refund').select('subject')))
        .returning('subject'),
    )
    .with(
      (cte) => cte('streak_to_reset').materialized(),
      (q) =>
        q
          .selectFrom('limiter_streak')
          .select('subject')
          .where('limit_name', '=', 'guess-in-a-row')
          .where('subject', '=', anyOf(q.selectFrom('refunded').select('address_digest')))
          .where(after('refunded_day'))
          .orderBy('subject')
          .forUpdate(),
    )
    .with('reset_streak', (q) =>
      q
        .deleteFrom('limiter_streak')
        .where('limit_name', '=', 'guess-in-a-row')
        .where('subject', '=', anyOf(q.selectFrom('streak_to_reset').select('subject')))
        .returning('subject'),
    )
    .with('refunded_budget', (q) =>
      refundBudget(
        q,
        'guess-in-all',
        q
          .selectFrom('refunded')
          .select(({ fn }) => fn.countAll<number>().as('hits'))
          .where(after('reset_streak'))
          .as('refund'),
      ),
    ),
)
