import type { AddressDigest, RequestCharges, Window } from '@latchkey/core'
import type { QueryCreator } from 'kysely'
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
import { budgetLeft } from '../limits/shared-budget.ts'
import type { Schema } from '../schema.ts'
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
  spans: number[]
  most: number[]
}

/** The requests of one statement are numbered from 1, in their order. */
export function chargeValues(
  { rateLimits }: LimitParts,
  charges: readonly RequestCharges[],
): ChargeValues {
  const [first] = charges
  const { spans, most } = sizeOf(first?.address ?? { windows: [] })
  return {
    rateLimits,
    globalWindows: rateLimits ? (first?.inAll ?? []) : [],
    networkHits: rateLimits
      ? charges.flatMap(({ client }, i) =>
          client.map((charge, network) => ({ n: i + 1, network, ...hitOn(charge) })),
        )
      : [],
    spans,
    most,
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
      .with('budget', (q) => budgetLeft(q, 'request-in-all', p.globalWindows))
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
          .select(['admitted.n', 'admitted.id', 'admitted.address_digest'])
          .where('client.accepted', 'is not', false),
      )
      .with('charged_address', (q) =>
        chargeBuckets(
          q,
          q
            .selectFrom('passed')
            .select(({ ref }) => hitOnSubject('mail-by-address', ref('passed.address_digest'), p))
            .where(p.rateLimits)
            .as('hit'),
        ),
      ),
  )
