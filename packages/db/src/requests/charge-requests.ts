import type { AddressDigest, Limited, Opened, RequestCharges, Window } from '@latchkey/core'
import { type QueryCreator, sql } from 'kysely'
import { jsonBuildObject } from 'kysely/helpers/postgres'
import {
  type BucketHit,
  bucketHitColumns,
  chargeBuckets,
  hitOn,
  sizeOf,
  withoutNewest,
} from '../limits/charge-buckets.ts'
import { type LimitParts, limited } from '../limits/limit-parts.ts'
import { budgetLeft, spendBudget } from '../limits/shared-budget.ts'
import { insertJobs } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'

/*
 * What a request and a resend have in common: the limits that they are charged, in one statement with what they write.
 */

type NetworkHit = BucketHit & { n: number; network: number }

export type ChargeValues = {
  rate_limits: boolean
  global_windows: readonly Window[]
  network_hits: readonly NetworkHit[]
  address_spans: readonly number[]
  address_most: readonly number[]
}

/** The requests of one statement are numbered from 1, in their order. */
export function chargeValues(
  { rateLimits }: LimitParts,
  charges: readonly RequestCharges[],
): ChargeValues {
  const [first] = charges
  const { spans, most } = sizeOf(first?.address ?? { windows: [] })
  return {
    rate_limits: rateLimits,
    global_windows: rateLimits ? (first?.inAll ?? []) : [],
    network_hits: rateLimits
      ? charges.flatMap(({ client }, i) =>
          client.map((charge, network) => ({ n: i + 1, network, ...hitOn(charge) })),
        )
      : [],
    address_spans: spans,
    address_most: most,
  }
}

type Requested = { n: number; id: string; address_digest: AddressDigest; code_minutes: number }

/**
 * Charges the global budget, the networks of the client and the address, in this order. `passed` has the requests that
 * the first two let pass. A full address does not refuse a request: its email is withheld.
 */
export const chargeRequests = (p: Values<ChargeValues>) =>
  sharedCtes((db: QueryCreator<Schema & { requested: Requested }>) =>
    db
      .with('budget', (q) => budgetLeft(q, 'request-in-all', p.global_windows))
      .with('admitted', (q) =>
        q
          .selectFrom(['requested', 'budget'])
          .select(['requested.n', 'requested.id', 'requested.address_digest'])
          .where(({ eb, or, ref }) =>
            or([
              eb('budget.hits_left', 'is', null),
              eb('requested.n', '<=', ref('budget.hits_left')),
            ]),
          ),
      )
      .with('network', (q) =>
        q
          .selectFrom(
            rows('network', p.network_hits, {
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
          .select(['admitted.n', 'admitted.id', 'admitted.address_digest'])
          .where('client.accepted', 'is not', false),
      )
      .with('charged_address', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('passed')
            .select(({ cast, lit, val }) => [
              val('mail-by-address').as('limit_name'),
              'passed.address_digest as subject',
              cast<number[]>(p.address_spans, sql`integer[]`).as('spans'),
              cast<number[]>(p.address_most, sql`integer[]`).as('most'),
              cast<null>(lit(null), 'integer').as('longest_wait_seconds'),
            ])
            .where(p.rate_limits)
            .as('hit'),
        ),
      ),
  )

type Charged = typeof chargeRequests extends (p: never) => (db: never) => QueryCreator<infer DB>
  ? DB
  : never

/** Queues the emails of the requests that are `opened`, and says in `outcome` what became of each. */
export const queueEmails = (p: Values<ChargeValues>) =>
  sharedCtes((db: QueryCreator<Charged & { opened: { id: string; closes_at: Date } }>) =>
    db
      .with('job', (q) =>
        insertJobs(
          q,
          'recovery',
          q
            .selectFrom('passed')
            .leftJoin('charged_address', 'charged_address.subject', 'passed.address_digest')
            .select(({ eb }) => [
              'passed.id as requestId',
              eb('charged_address.accepted', 'is', false).$castTo<boolean>().as('withheld'),
            ])
            .as('job'),
        ),
      )
      .with('spent_budget', (q) =>
        spendBudget(
          q,
          'request-in-all',
          p.global_windows,
          q
            .selectFrom('passed')
            .select(({ fn }) => fn.countAll<number>().as('hits'))
            .as('spent'),
        ),
      )
      .with('outcome', (q) =>
        q
          .selectFrom('requested')
          .crossJoin('budget')
          .leftJoin('client', 'client.n', 'requested.n')
          .leftJoin('opened', 'opened.id', 'requested.id')
          .leftJoin('charged_address', (join) =>
            join
              .on('opened.id', 'is not', null)
              .onRef('charged_address.subject', '=', 'requested.address_digest'),
          )
          .select(({ eb, fn, lit, ref }) => [
            'requested.n',
            eb('opened.id', 'is not', null).$castTo<boolean>().as('opened'),
            fn<Date>('least', [
              'opened.closes_at',
              minutesFromNow(ref('requested.code_minutes')),
            ]).as('code_expires_at'),
            'charged_address.accepted as has_email',
            'client.networks',
            eb
              .case()
              .when('requested.n', '>', ref('budget.hits_left'))
              .then(fn.coalesce('budget.wait', lit(1)))
              .end()
              .as('closed_for'),
          ]),
      ),
  )

type Outcome = {
  opened: boolean
  code_expires_at: Date
  /** `false`: the address has had its emails, and gets none. */
  has_email: boolean | null
  networks: { network: number; accepted: boolean; wait: number }[] | null
  /** Seconds until the global budget has room. */
  closed_for: number | null
}

/** Reports the limits that refused, and refunds what a refused request was charged on its other networks. */
export async function answerTo(
  { db, onLimit }: LimitParts,
  request: { id: string; charges: RequestCharges },
  outcome: Outcome | undefined,
): Promise<Opened | Limited> {
  if (!outcome) throw new Error('A request has no outcome')
  if (outcome.closed_for !== null) {
    onLimit('request-in-all')
    return limited(outcome.closed_for)
  }
  if (outcome.opened) {
    if (outcome.has_email === false) onLimit('mail-by-address')
    return { status: 'opened', requestId: request.id, codeExpiresAt: outcome.code_expires_at }
  }
  onLimit('request-by-client')
  const networks = outcome.networks ?? []
  const accepted = networks.filter((network) => network.accepted).map(({ network }) => network)
  // An IPv6 client with one full network: rare, so it may cost a statement of its own. If that is lost, a hit too many
  // stays in a wider network until its window passes.
  if (accepted.length > 0) {
    await refundNetworks(db, {
      buckets: request.charges.client.filter((_, network) => accepted.includes(network)).map(hitOn),
    })
  }
  return limited(Math.max(1, ...networks.map(({ wait }) => wait)))
}

const refundNetworks = prepared('refund-networks', (db, p: Values<{ buckets: BucketHit[] }>) =>
  db
    .updateTable('limiter_bucket')
    .set(({ ref, lit }) => ({ hits: withoutNewest(ref('hits'), lit(1)) }))
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('limit_name', 'subject'),
        'in',
        selectFrom('limiter_bucket as bucket')
          .innerJoin(rows('refunded', p.buckets, bucketHitColumns), (join) =>
            join
              .onRef('refunded.limit_name', '=', 'bucket.limit_name')
              .onRef('refunded.subject', '=', 'bucket.subject'),
          )
          .select(['bucket.limit_name', 'bucket.subject'])
          .orderBy('bucket.limit_name')
          .orderBy('bucket.subject')
          .forUpdate('bucket')
          .$asTuple('limit_name', 'subject'),
      ),
    ),
)
