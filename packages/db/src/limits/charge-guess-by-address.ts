import {
  type AddressDigest,
  CANDIDATE_REQUESTS,
  type GuessLimits,
  type Limited,
  TRIES_PER_REQUEST,
  withoutRequest,
} from '@latchkey/core'
import { after, hasRows } from '../statements/after.ts'
import { anyOf, arrayOf, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import {
  chargeAddresses,
  closed,
  isWithin,
  type LimitValues,
  valuesOf,
} from './charge-addresses.ts'
import { chargeBuckets, hitOnSubject } from './charge-buckets.ts'
import type { LimitParts } from './limit-parts.ts'
import { budgetLeft } from './shared-budget.ts'

/**
 * Charges the guess of a caller who names an address instead of a request, in one statement. The address is charged
 * whether it has requests or not, so that the answer for one without takes the same way. Strangers can call this
 * without a request of their own, and so it uses at most half of what the address has, and no tries of its requests.
 */
export async function chargeGuessByAddress(
  parts: LimitParts,
  [addressDigest, ...former]: readonly [AddressDigest, ...AddressDigest[]],
  limits: GuessLimits,
): Promise<{ status: 'charged'; requestIds: string[] } | { status: 'exhausted' } | Limited> {
  const [outcome] = await chargeByAddress(parts.db, {
    addressDigest,
    addressDigests: [addressDigest, ...former],
    ...valuesOf(parts, limits),
    mostInARow: withoutRequest(limits['guess-in-a-row']),
  })
  if (!outcome) return { status: 'exhausted' }
  if (outcome.closed_for !== null) return closed(parts, outcome.closed_for)
  if (outcome.within_share === false) {
    parts.onLimit('guess-without-request')
    return { status: 'exhausted' }
  }
  return isWithin(parts, outcome)
    ? { status: 'charged', requestIds: outcome.request_ids }
    : { status: 'exhausted' }
}

const chargeByAddress = prepared(
  'charge-guess-by-address',
  (
    db,
    p: Values<LimitValues & { addressDigest: AddressDigest; addressDigests: AddressDigest[] }>,
  ) =>
    chargeAddresses(p)(
      db
        .with('budget', (q) => budgetLeft(q, 'guess-in-all', p.globalWindows))
        .with('admitted', (q) =>
          q
            .selectFrom('budget')
            .select('wait')
            .where(({ eb, or }) => or([eb('hits_left', 'is', null), eb('hits_left', '>', 0)])),
        )
        // Locked in the order of ids, as in `chargeByRequest`, or two statements would wait for each other.
        .with(
          (cte) => cte('candidate').materialized(),
          (q) =>
            q
              .selectFrom('recovery_request')
              .select('id')
              .where('id', 'in', (eb) =>
                eb
                  .selectFrom('recovery_request')
                  .select('id')
                  .where('address_digest', '=', eb.fn.any(p.addressDigests))
                  .where('closes_at', '>', now)
                  .where('emailed_at', 'is not', null)
                  .orderBy('emailed_at', 'desc')
                  .limit(CANDIDATE_REQUESTS),
              )
              .where(hasRows('admitted'))
              .orderBy('id')
              .forNoKeyUpdate(),
        )
        .with('tried', (q) =>
          q
            .updateTable('recovery_request')
            .set(({ eb }) => ({ tries_by_address: eb('tries_by_address', '+', 1) }))
            .where('id', '=', anyOf(q.selectFrom('candidate').select('id')))
            .where('tries', '<', TRIES_PER_REQUEST)
            .where('tries_by_address', '<', TRIES_PER_REQUEST)
            .returning('id'),
        )
        .with('charged_share', (q) =>
          chargeBuckets(
            q,
            q
              .selectFrom('admitted')
              .select((eb) =>
                hitOnSubject(
                  'guess-without-request',
                  eb.cast<AddressDigest>(p.addressDigest, 'bytea'),
                  { spans: p.spans, most: p.mostWithoutRequest },
                ),
              )
              .where(p.rateLimits)
              // Requests before buckets, as in `chargeByRequest`.
              .where(after('tried'))
              .as('hit'),
          ),
        )
        .with('guessed_address', (q) =>
          q
            .selectFrom('admitted')
            .leftJoin('charged_share', (join) => join.onTrue())
            .select((eb) => eb.cast<AddressDigest>(p.addressDigest, 'bytea').as('address_digest'))
            .where('charged_share.accepted', 'is not', false)
            .where(after('tried')),
        ),
    )
      .selectFrom('budget')
      .leftJoin('charged_address', (join) => join.onTrue())
      .leftJoin('charged_share', (join) => join.onTrue())
      .select(({ selectFrom }) => [
        arrayOf(selectFrom('tried').select('id')).as('request_ids'),
        'charged_address.within_day',
        'charged_address.within_streak',
        'charged_share.accepted as within_share',
        selectFrom('budget').select('wait').where('hits_left', '<=', 0).as('closed_for'),
      ]),
)
