import {
  type GuessCharged,
  type GuessLimits,
  type Limited,
  TRIES_PER_REQUEST,
} from '@latchkey/core'
import { anyOf, byKey, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import {
  chargeAddresses,
  closed,
  isWithin,
  type LimitValues,
  valuesOf,
} from './charge-addresses.ts'
import type { LimitParts } from './limit-parts.ts'
import { budgetLeft } from './shared-budget.ts'

export type Guess = { requestId: string; limits: GuessLimits }

/** `later`: another guess at the same address is charged first, and this one has to be charged again. */
export type InTurn = GuessCharged | Limited | 'later'

/**
 * Charged before anything is compared, and in a statement of its own that commits by itself: nothing that goes
 * wrong later refunds a guess. A decoy is charged like any other request. Guesses of one batch are at different
 * requests; those at one address are charged one after the other.
 */
export async function chargeGuesses(
  parts: LimitParts,
  guesses: readonly Guess[],
): Promise<InTurn[]> {
  const [first] = guesses
  if (!first) return []
  const outcomes = await chargeByRequest(parts.db, {
    guesses: guesses.map(({ requestId }, n) => ({ n, request_id: requestId })),
    ...valuesOf(parts, first.limits),
  })
  return outcomes.map((outcome): InTurn => {
    if (outcome.closed_for !== null) return closed(parts, outcome.closed_for)
    if (outcome.later) return 'later'
    if (!outcome.known) return 'unknown'
    if (!outcome.open) return 'expired'
    return outcome.tried && isWithin(parts, outcome) ? 'charged' : 'exhausted'
  })
}

const chargeByRequest = prepared(
  'charge-guess',
  (db, p: Values<LimitValues & { guesses: { n: number; request_id: string }[] }>) =>
    chargeAddresses(p)(
      db
        .with(
          (cte) => cte('guess').materialized(),
          (q) =>
            q
              .selectFrom(rows('guess', p.guesses, { n: 'integer', request_id: 'uuid' }))
              .selectAll(),
        )
        .with('budget', (q) => budgetLeft(q, 'guess-in-all', p.globalWindows))
        .with(
          (cte) => cte('open_request').materialized(),
          (q) =>
            q
              .selectFrom('recovery_request')
              .select(['id', 'address_digest'])
              .where('id', '=', anyOf(q.selectFrom('guess').select('request_id')))
              .where('tries', '<', TRIES_PER_REQUEST)
              .where('closes_at', '>', now)
              .orderBy('id')
              .forNoKeyUpdate(),
        )
        .with('turn', (q) =>
          q
            .selectFrom((eb) =>
              eb
                .selectFrom('open_request')
                .innerJoin('guess', 'guess.request_id', 'open_request.id')
                .select(({ fn }) => [
                  'open_request.id',
                  'guess.n',
                  fn
                    .agg<number>('row_number')
                    .over((over) =>
                      over.partitionBy('open_request.address_digest').orderBy('guess.n'),
                    )
                    .as('place'),
                ])
                .as('queued'),
            )
            .select('queued.id')
            .where(({ eb, or, not }) => or([eb('queued.place', '=', 1), not(p.rateLimits)]))
            .orderBy('queued.n')
            .limit(({ selectFrom }) =>
              selectFrom('budget').select(({ eb }) =>
                // Not `greatest`: it passes over a null, which is no limit.
                eb
                  .case()
                  .when('hits_left', '>', 0)
                  .then(eb.ref('hits_left'))
                  .when('hits_left', '<=', 0)
                  .then(0)
                  .end()
                  .as('most'),
              ),
            ),
        )
        .with('tried', (q) =>
          q
            .updateTable('recovery_request')
            .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
            .where('id', '=', anyOf(q.selectFrom('turn').select('id')))
            .where('tries', '<', TRIES_PER_REQUEST)
            .returning(['id', 'address_digest']),
        )
        .with('guessed_address', (q) => q.selectFrom('tried').select('address_digest')),
    )
      .selectFrom('guess')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('recovery_request')
            .select((request) => [
              'id',
              request('closes_at', '>', now).$castTo<boolean>().as('open'),
            ])
            .whereRef('id', '=', 'guess.request_id')
            .offset(byKey)
            .as('request'),
        (join) => join.onTrue(),
      )
      .leftJoin('open_request', 'open_request.id', 'guess.request_id')
      .leftJoin('tried', 'tried.id', 'guess.request_id')
      .leftJoin('charged_address', 'charged_address.address_digest', 'tried.address_digest')
      .select(({ and, eb, fn, lit, not, selectFrom }) => [
        eb('request.id', 'is not', null).$castTo<boolean>().as('known'),
        fn.coalesce('request.open', lit(false)).as('open'),
        eb('tried.id', 'is not', null).$castTo<boolean>().as('tried'),
        and([
          eb('open_request.id', 'is not', null),
          not(eb('open_request.id', '=', anyOf(selectFrom('turn').select('id')))),
        ])
          .$castTo<boolean>()
          .as('later'),
        'charged_address.within_day',
        'charged_address.within_streak',
        selectFrom('budget').select('wait').where('hits_left', '<=', 0).as('closed_for'),
      ])
      .orderBy('guess.n'),
)
