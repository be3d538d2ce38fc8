import {
  type AddressDigest,
  CANDIDATE_REQUESTS,
  type GuessCharged,
  type GuessLimits,
  type Limited,
  TRIES_PER_REQUEST,
  type Window,
} from '@latchkey/core'
import { type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { after, hasRows } from '../statements/after.ts'
import { anyOf, arrayOf, byKey, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { chargeBuckets, sizeOf } from './charge-buckets.ts'
import { type LimitParts, limited } from './limit-parts.ts'
import { budgetLeft, spendBudget } from './shared-budget.ts'
import { addFailures } from './streak.ts'

export type Guess = { requestId: string; limits: GuessLimits }

/** `later`: another guess at the same address is charged first, and this one has to be charged again. */
export type InTurn = GuessCharged | Limited | 'later'

/** What the limits said; null if one was not charged. */
type Verdict = {
  within_day: boolean | null
  within_streak: boolean | null
  closed_for: number | null
}

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

/**
 * For a caller who names an address instead of a request: one statement again. The address is charged whether it has
 * requests or not, so that the answer for one without takes the same way.
 */
export async function chargeGuessByAddress(
  parts: LimitParts,
  [addressDigest, ...former]: readonly [AddressDigest, ...AddressDigest[]],
  limits: GuessLimits,
): Promise<{ status: 'charged'; requestIds: string[] } | { status: 'exhausted' } | Limited> {
  const [outcome] = await chargeByAddress(parts.db, {
    address_digest: addressDigest,
    address_digests: [addressDigest, ...former],
    ...valuesOf(parts, limits),
  })
  if (!outcome) return { status: 'exhausted' }
  if (outcome.closed_for !== null) return closed(parts, outcome.closed_for)
  return isWithin(parts, outcome)
    ? { status: 'charged', requestIds: outcome.request_ids }
    : { status: 'exhausted' }
}

type LimitValues = {
  rate_limits: boolean
  spans: readonly number[]
  most: readonly number[]
  most_in_a_row: number
  /** None without rate limits: then there is room for any number of guesses. */
  global_windows: readonly Window[]
}

function valuesOf({ rateLimits }: LimitParts, limits: GuessLimits): LimitValues {
  const { spans, most } = sizeOf({ windows: limits['guess-by-address'] })
  return {
    rate_limits: rateLimits,
    spans,
    most,
    most_in_a_row: limits['guess-in-a-row'],
    global_windows: rateLimits ? limits['guess-in-all'] : [],
  }
}

function isWithin({ onLimit }: LimitParts, { within_day, within_streak }: Verdict): boolean {
  if (within_day === false) onLimit('guess-by-address')
  if (within_streak === false) onLimit('guess-in-a-row')
  return within_day !== false && within_streak !== false
}

function closed({ onLimit }: LimitParts, seconds: number): Limited {
  onLimit('guess-in-all')
  return limited(seconds)
}

/**
 * Charges the daily limit of each address in `guessed_address`, then its streak, then the global budget. A refusal
 * stops the chain: later limits are not charged. `charged_address` has what the first two said; `within_streak` is
 * null if it was not charged.
 */
const chargeAddresses = (p: Values<LimitValues>) =>
  sharedCtes((db: QueryCreator<Schema & { guessed_address: { address_digest: AddressDigest } }>) =>
    db
      .with('day', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('guessed_address')
            .select(({ cast, lit, val }) => [
              val('guess-by-address').as('limit_name'),
              'guessed_address.address_digest as subject',
              cast<number[]>(p.spans, sql`integer[]`).as('spans'),
              cast<number[]>(p.most, sql`integer[]`).as('most'),
              cast<null>(lit(null), 'integer').as('longest_wait_seconds'),
            ])
            .where(p.rate_limits)
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
          most: p.most_in_a_row,
          unlimited: sql.lit(false),
        }),
      )
      .with('spent_budget', (q) =>
        spendBudget(
          q,
          'guess-in-all',
          p.global_windows,
          q
            .selectFrom('streak')
            .select(({ fn }) => fn.countAll<number>().as('hits'))
            .as('spent'),
        ),
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
        .with('budget', (q) => budgetLeft(q, 'guess-in-all', p.global_windows))
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
            .where(({ eb, or, not }) => or([eb('queued.place', '=', 1), not(p.rate_limits)]))
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

const chargeByAddress = prepared(
  'charge-guess-by-address',
  (
    db,
    p: Values<LimitValues & { address_digest: AddressDigest; address_digests: AddressDigest[] }>,
  ) =>
    chargeAddresses(p)(
      db
        .with('budget', (q) => budgetLeft(q, 'guess-in-all', p.global_windows))
        .with('admitted', (q) =>
          q
            .selectFrom('budget')
            .select('wait')
            .where(({ eb, or }) => or([eb('hits_left', 'is', null), eb('hits_left', '>', 0)])),
        )
        .with('tried', (q) =>
          q
            .updateTable('recovery_request')
            .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
            .where('tries', '<', TRIES_PER_REQUEST)
            .where(hasRows('admitted'))
            .where('id', 'in', (eb) =>
              eb
                .selectFrom('recovery_request')
                .select('id')
                .where('address_digest', '=', eb.fn.any(p.address_digests))
                .where('closes_at', '>', now)
                .orderBy('created_at', 'desc')
                .limit(CANDIDATE_REQUESTS),
            )
            .returning('id'),
        )
        .with('guessed_address', (q) =>
          q
            .selectFrom('admitted')
            .select((eb) => eb.cast<AddressDigest>(p.address_digest, 'bytea').as('address_digest'))
            // Requests before buckets, as in `chargeByRequest`.
            .where(after('tried')),
        ),
    )
      .selectFrom('budget')
      .leftJoin('charged_address', (join) => join.onTrue())
      .select(({ selectFrom }) => [
        arrayOf(selectFrom('tried').select('id')).as('request_ids'),
        'charged_address.within_day',
        'charged_address.within_streak',
        selectFrom('budget').select('wait').where('hits_left', '<=', 0).as('closed_for'),
      ]),
)
