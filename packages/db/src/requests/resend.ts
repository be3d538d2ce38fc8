import type { Limited, Opened, Resend } from '@latchkey/core'
import type { LimitParts } from '../limits/limit-parts.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import {
  answerTo,
  type ChargeValues,
  chargeRequests,
  chargeValues,
  queueEmails,
} from './charge-requests.ts'

/** Charges and job for a request that is open already; `undefined` if it no longer is. */
export async function resend(
  parts: LimitParts,
  { requestId, charges, codeLifetimeMinutes }: Resend,
): Promise<Opened | Limited | undefined> {
  const [outcome] = await resendOne(parts.db, {
    request_id: requestId,
    code_minutes: codeLifetimeMinutes,
    ...chargeValues(parts, [charges]),
  })
  return outcome && answerTo(parts, { id: requestId, charges }, outcome)
}

const resendOne = prepared(
  'resend',
  (db, p: Values<ChargeValues & { request_id: string; code_minutes: number }>) => {
    const charged = chargeRequests(p)(
      db.with('requested', (q) =>
        q
          .selectFrom('recovery_request')
          .select(({ cast, lit }) => [
            lit(1).as('n'),
            'id',
            'address_digest',
            'closes_at',
            cast<number>(p.code_minutes, 'integer').as('code_minutes'),
          ])
          .where('id', '=', p.request_id)
          .where('closes_at', '>', now),
      ),
    )
    const opened = charged.with('opened', (q) =>
      q
        .selectFrom('requested')
        .innerJoin('passed', 'passed.n', 'requested.n')
        .select(['requested.id', 'requested.closes_at']),
    )
    return queueEmails(p)(opened).selectFrom('outcome').selectAll().orderBy('n')
  },
)
