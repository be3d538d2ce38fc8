import type { Limited, Opened, RequestCharges } from '@latchkey/core'
import { type Expression, type QueryCreator, sql } from 'kysely'
import { type LimitParts, limited } from '../limits/limit-parts.ts'
import { refundBuckets } from '../limits/refund-buckets.ts'
import { spendBudget } from '../limits/shared-budget.ts'
import { insertJobs } from '../queue/insert-job.ts'
import { minutesFromNow } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
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
            { kind: 'recovery', traceParent: callerOf(q) },
            q
              .selectFrom('passed_email')
              .select(['passed_email.id as requestId', 'passed_email.withheld'])
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
            .leftJoin('within_budget', 'within_budget.n', 'requested.n')
            .leftJoin('admitted', 'admitted.n', 'requested.n')
            .leftJoin('passed_email', (join) =>
              join.on('opened.id', 'is not', null).onRef('passed_email.id', '=', 'requested.id'),
            )
            .select(({ eb, fn, lit, ref }) => [
              'requested.n',
              eb('opened.id', 'is not', null).$castTo<boolean>().as('opened'),
              fn<Date>('least', [
                'opened.closes_at',
                minutesFromNow(ref('requested.code_minutes')),
              ]).as('code_expires_at'),
              'passed_email.withheld',
              'passed_email.beyond_share',
              eb('within_budget.n', 'is not', null).$castTo<boolean>().as('had_its_share'),
              'client.networks',
              eb
                .case()
                .when('admitted.n', 'is', null)
                .then(fn.coalesce('budget.wait', lit(1)))
                .end()
                .as('closed_for'),
            ]),
        ),
  )

type Requested = { requested: { id: string; trace_parent: string | null } }

/** Requests that are written together have several callers. */
function callerOf(builder: object): Expression<string | null> {
  return (builder as QueryCreator<Requested>)
    .selectFrom('requested')
    .select('requested.trace_parent')
    .where('requested.id', '=', sql.ref<string>('job.requestId'))
    .$asScalar()
}

type Outcome = After<typeof queueEmails>['outcome']

/** Reports the limits that refused, and refunds what a refused request was charged on its other networks. */
export async function answerTo(
  { db, onLimit }: LimitParts,
  request: { id: string; charges: RequestCharges },
  outcome: Outcome | undefined,
): Promise<Opened | Limited> {
  if (!outcome) throw new Error('A request has no outcome')
  if (outcome.closed_for !== null) {
    onLimit(outcome.had_its_share ? 'request-in-all-by-client' : 'request-in-all')
    return limited(outcome.closed_for)
  }
  if (outcome.opened) {
    const limit = outcome.beyond_share ? 'mail-by-address-and-client' : 'mail-by-address'
    if (outcome.withheld) onLimit(limit)
    return { status: 'opened', requestId: request.id, codeExpiresAt: outcome.code_expires_at }
  }
  const networks = outcome.networks ?? []
  const full = networks.filter(({ accepted }) => !accepted)
  const limits = full.map(({ network }) => request.charges.client[network]?.limit)
  for (const limit of new Set(limits)) onLimit(limit ?? 'request-by-client')
  const accepted = networks.filter((network) => network.accepted).map(({ network }) => network)
  // An IPv6 client with one full network: rare, so it may cost a statement of its own. If that is lost, a hit too many
  // stays in a wider network until its window passes.
  if (accepted.length > 0) {
    await refundBuckets(
      db,
      request.charges.client.filter((_, network) => accepted.includes(network)),
    )
  }
  return limited(Math.max(1, ...networks.map(({ wait }) => wait)))
}
