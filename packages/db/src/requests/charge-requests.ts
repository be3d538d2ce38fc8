import type {
  AddressDigest,
  ClientDigest,
  RequestCharges,
  SubjectDigest,
  Window,
} from '@latchkey/core'
import { type Expression, type QueryCreator, sql } from 'kysely'
import { jsonBuildObject } from 'kysely/helpers/postgres'
import {
  type BucketHit,
  bucketHitColumns,
  chargeBuckets,
  hitOn,
  hitOnSubject,
  sizeOf,
} from '../limits/charge-buckets.ts'
import type { LimitParts } from '../limits/limit-parts.ts'
import { budgetLeft, chargeShares } from '../limits/shared-budget.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'

/*
 * What a request and a resend have in common: the limits that they are charged, in one statement with what they write.
 */

type NetworkHit = BucketHit & { n: number; network: number }

export type ChargeValues = {
  rateLimits: boolean
  globalWindows: readonly Window[]
  networkHits: readonly NetworkHit[]
  shareNetworks: readonly ShareNetwork[]
  spans: number[]
  most: number[]
  shareSpans: number[]
  shareMost: number[]
}

type ShareNetwork = { n: number; network: ClientDigest }

/** The requests of one statement are numbered from 1, in their order. */
export function chargeValues(
  { rateLimits }: LimitParts,
  charges: readonly RequestCharges[],
): ChargeValues {
  const [first] = charges
  const { spans, most } = sizeOf(first?.address ?? { windows: [] })
  const share = sizeOf(first?.share ?? { windows: [] })
  return {
    rateLimits,
    globalWindows: rateLimits ? (first?.inAll ?? []) : [],
    networkHits: rateLimits
      ? charges.flatMap(({ client }, i) =>
          client.map((charge, network) => ({ n: i + 1, network, ...hitOn(charge) })),
        )
      : [],
    shareNetworks: charges.map(({ network }, i) => ({ n: i + 1, network })),
    spans,
    most,
    shareSpans: share.spans,
    shareMost: share.most,
  }
}

/** When the email of a request was queued last; null if it is withheld. */
export function emailedNow(withheld: Expression<boolean>) {
  return sql<Date | null>`case when not ${withheld} then ${now} end`
}

type Requested = {
  n: number
  id: string
  address_digest: AddressDigest
  code_minutes: number
  trace_parent: string | null
}

/**
 * Charges the global budget, the networks of the client, the share of its network and the address, in this order.
 * `passed` has the requests that the first two let pass. A full share or address does not refuse a request: its email
 * is withheld, as `passed_email` says.
 */
export const chargeRequests = (p: Values<ChargeValues>) =>
  sharedCtes((db: QueryCreator<Schema & { requested: Requested }>) =>
    db
      .with('budget', (q) => budgetLeft(q, 'request-in-all', p.globalWindows))
      .with(
        (cte) => cte('within_budget').materialized(),
        (q) =>
          q
            .selectFrom('requested')
            .innerJoin(
              rows('asking', p.shareNetworks, { n: 'integer', network: 'bytea' }),
              'asking.n',
              'requested.n',
            )
            .crossJoin('budget')
            .select(['requested.n', 'requested.id', 'requested.address_digest', 'asking.network'])
            .where(({ eb, or, ref }) =>
              or([
                eb('budget.hits_left', 'is', null),
                eb('requested.n', '<=', ref('budget.hits_left')),
              ]),
            ),
      )
      .with('charged_share', (q) =>
        chargeShares(
          q,
          'request-in-all-by-client',
          q.selectFrom('within_budget').select('network').as('asking'),
        ),
      )
      .with('admitted', (q) =>
        q
          .selectFrom('within_budget')
          .leftJoin('charged_share', 'charged_share.subject', 'within_budget.network')
          .select([
            'within_budget.n',
            'within_budget.id',
            'within_budget.address_digest',
            'within_budget.network',
          ])
          .where('charged_share.accepted', 'is not', false),
      )
      .with('network', (q) =>
        q
          .selectFrom(
            rows('network', p.networkHits, {
              ...bucketHitColumns,
              n: 'integer',
              network: 'integer',
            }),
          )
          .selectAll()
          .where('n', 'in', (eb) => eb.selectFrom('admitted').select('n')),
      )
      .with('charged_network', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('network')
            .select(['limit_name', 'subject', 'spans', 'most', 'longest_wait_seconds'])
            .as('hit'),
        ),
      )
      .with('client', (q) =>
        q
          .selectFrom('network')
          .innerJoin('charged_network', (join) =>
            join
              .onRef('charged_network.limit_name', '=', 'network.limit_name')
              .onRef('charged_network.subject', '=', 'network.subject'),
          )
          .select(({ fn, ref }) => [
            'network.n',
            fn.agg<boolean>('bool_and', ['charged_network.accepted']).as('accepted'),
            fn
              .jsonAgg(
                jsonBuildObject({
                  network: ref('network.network'),
                  accepted: ref('charged_network.accepted'),
                  wait: ref('charged_network.wait'),
                }),
              )
              .as('networks'),
          ])
          .groupBy('network.n'),
      )
      .with('passed', (q) =>
        q
          .selectFrom('admitted')
          .leftJoin('client', 'client.n', 'admitted.n')
          .select(({ ref }) => [
            'admitted.n',
            'admitted.id',
            'admitted.address_digest',
            sql<SubjectDigest>`sha256(${ref('admitted.address_digest')} || ${ref('admitted.network')})`.as(
              'pair',
            ),
          ])
          .where('client.accepted', 'is not', false),
      )
      .with('charged_pair', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('passed')
            .select(({ ref }) =>
              hitOnSubject('mail-by-address-and-client', ref('passed.pair'), {
                spans: p.shareSpans,
                most: p.shareMost,
              }),
            )
            .where(p.rateLimits)
            .where(sql<boolean>`cardinality(${p.shareSpans}::integer[]) > 0`)
            .as('hit'),
        ),
      )
      .with('charged_address', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('passed')
            .leftJoin('charged_pair', 'charged_pair.subject', 'passed.pair')
            .select(({ ref }) => hitOnSubject('mail-by-address', ref('passed.address_digest'), p))
            .where(p.rateLimits)
            .where('charged_pair.accepted', 'is not', false)
            .as('hit'),
        ),
      )
      .with('passed_email', (q) =>
        q
          .selectFrom('passed')
          .leftJoin('charged_pair', 'charged_pair.subject', 'passed.pair')
          .leftJoin('charged_address', 'charged_address.subject', 'passed.address_digest')
          .select(({ eb, or }) => [
            'passed.id',
            eb('charged_pair.accepted', 'is', false).$castTo<boolean>().as('beyond_share'),
            or([
              eb('charged_pair.accepted', 'is', false),
              eb('charged_address.accepted', 'is', false),
            ])
              .$castTo<boolean>()
              .as('withheld'),
          ]),
      ),
  )
