import type { Limited, Opened, Resend } from '@latchkey/core'
import type { LimitParts } from '../limits/limit-parts.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { callersTraceParent } from '../tracing/trace-parent.ts'
import { type ChargeValues, chargeRequests, chargeValues } from './charge-requests.ts'
import { answerTo, queueEmails } from './request-outcomes.ts'

/** Charges and job for a request that is open already; `undefined` if it no longer is. */
export async function resend(
  parts: LimitParts,
  { requestId, charges, codeLifetimeMinutes }: Resend,
): Promise<Opened | Limited | undefined> {
  const [outcome] = await resendOne(parts.db, {
    requestId,
    codeMinutes: codeLifetimeMinutes,
    ...chargeValues(parts, [charges]),
  })
  return outcome && answerTo(parts, { id: requestId, charges }, outcome)
}

const resendOne = prepared(
  'resend',
  (db, p: Values<ChargeValues & { requestId: string; codeMinutes: number }>) => {
    const charged = chargeRequests(p)(
      db.with('requested', (q) =>
        q
          .selectFrom('recovery_request')
          .select(({ cast, lit }) => [
            lit(1).as('n'),
            'id',
            'address_digest',
            'closes_at',
            cast<number>(p.codeMinutes, 'integer').as('code_minutes'),
            cast<string | null>(callersTraceParent, 'text').as('trace_parent'),
          ])
          .where('id', '=', p.requestId)
          .where('closes_at', '>', now),
      ),
    )
    const opened = charged
      .with('opened', (q) =>
        q
          .selectFrom('requested')
          .innerJoin('passed', 'passed.n', 'requested.n')
          .select(['requested.id', 'requested.closes_at']),
      )
      // A request that had no email yet may get one now, and then it has a code.
      .with('emailed', (q) =>
        q
          .updateTable('recovery_request')
          .from('passed_email')
          .set({ emailed_at: now })
          .whereRef('recovery_request.id', '=', 'passed_email.id')
          .where('recovery_request.id', '=', p.requestId)
          .where('passed_email.withheld', '=', false),
      )
    return queueEmails(p)(opened).selectFrom('outcome').selectAll().orderBy('n')
  },
)
