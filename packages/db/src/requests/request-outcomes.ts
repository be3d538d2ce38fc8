import type { Limited, Opened, RequestCharges } from '@latchkey/core'
import type { QueryCreator } from 'kysely'
import { type BucketHit, bucketHitColumns, hitOn, withoutNewest } from '../limits/charge-buckets.ts'
import { type LimitParts, limited } from '../limits/limit-parts.ts'
import { spendBudget } from '../limits/shared-budget.ts'
import { insertJobs } from '../queue/insert-job.ts'
import { minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { type After, sharedCtes } from '../statements/shared-ctes.ts'
import type { ChargeValues, chargeRequests } from './charge-requests.ts'

/** Queues the emails of the requests that are `opened`, and says in `outcome` what became of each. */
export const queueEmails = (p: Values<ChargeValues>) =>
  sharedCtes(
    (
      db: QueryCreator<After<typeof chargeRequests> & { opened: { id: string; closes_at: Date } }>,
    ) =>
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
          spendBudget(q, 'request-in-all', {
            windows: p.globalWindows,
            spent: q
              .selectFrom('passed')
              .select(({ fn }) => fn.countAll<number>().as('hits'))
              .as('spent'),
          }),
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

type Outcome = After<typeof queueEmails>['outcome']

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
