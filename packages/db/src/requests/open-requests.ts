import type { Limited, NewRequest, Opened } from '@latchkey/core'
import type { Selectable } from 'kysely'
import { inUnicode } from '../accounts/account-table.ts'
import type { LimitParts } from '../limits/limit-parts.ts'
import type { Schema } from '../schema.ts'
import { minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { hex, rows } from '../statements/rows.ts'
import { type ChargeValues, chargeRequests, chargeValues, emailedNow } from './charge-requests.ts'
import { answerTo, queueEmails } from './request-outcomes.ts'

/** With its caller's place in a trace, if there is one. */
export type TracedRequest = NewRequest & { traceParent: string | undefined }

/**
 * Charges, requests and jobs of several requests in one statement, which is one transaction and one round trip.
 * Requests of one batch share no bucket. Never looks up an account.
 */
export async function openRequests(
  parts: LimitParts,
  requests: readonly TracedRequest[],
): Promise<(Opened | Limited)[]> {
  const outcomes = await openAll(parts.db, {
    requests: requests.map((request, i) => ({
      n: i + 1,
      id: request.id,
      email_canonical: request.address.canonical,
      email_unicode: inUnicode(request.address.canonical),
      address_digest: request.addressDigest,
      client_digest: request.clientDigest,
      device: request.device ?? null,
      locale: request.locale ?? null,
      time_zone: request.timeZone ?? null,
      trace_parent: request.traceParent ?? null,
      request_minutes: request.lifetimes.requestMinutes,
      code_minutes: request.lifetimes.codeMinutes,
    })),
    ...chargeValues(
      parts,
      requests.map(({ charges }) => charges),
    ),
  })
  const answers: (Opened | Limited)[] = []
  for (const [i, request] of requests.entries()) {
    answers.push(await answerTo(parts, request, outcomes[i]))
  }
  return answers
}

/** The buckets that a request is charged on: two that share one of these are never in one batch. */
export function bucketsOf({ addressDigest, charges }: NewRequest): string[] {
  return [...charges.client.map(({ subject }) => subject), charges.network, addressDigest].map(hex)
}

/** Who has to wait behind their own requests: a flood for one address must not keep its owner waiting. */
export function networkOf({ charges }: NewRequest): string {
  return hex(charges.network)
}

type RequestRow = Pick<
  Selectable<Schema['recovery_request']>,
  | 'id'
  | 'email_canonical'
  | 'email_unicode'
  | 'address_digest'
  | 'client_digest'
  | 'device'
  | 'locale'
  | 'time_zone'
> & { n: number; trace_parent: string | null; request_minutes: number; code_minutes: number }

const openAll = prepared(
  'open-requests',
  (db, p: Values<ChargeValues & { requests: readonly RequestRow[] }>) => {
    const charged = chargeRequests(p)(
      db.with('requested', (q) =>
        q
          .selectFrom(
            rows('requested', p.requests, {
              n: 'integer',
              id: 'uuid',
              email_canonical: 'text',
              email_unicode: 'text',
              address_digest: 'bytea',
              client_digest: 'bytea',
              device: 'text',
              locale: 'text',
              time_zone: 'text',
              trace_parent: 'text',
              request_minutes: 'integer',
              code_minutes: 'integer',
            }),
          )
          .selectAll(),
      ),
    )
    const opened = charged.with('opened', (q) =>
      q
        .insertInto('recovery_request')
        .columns([
          'id',
          'email_canonical',
          'email_unicode',
          'address_digest',
          'client_digest',
          'device',
          'locale',
          'time_zone',
          'closes_at',
          'emailed_at',
        ])
        .expression(
          q
            .selectFrom('requested')
            .innerJoin('passed_email', 'passed_email.id', 'requested.id')
            .select(({ ref }) => [
              'requested.id',
              'requested.email_canonical',
              'requested.email_unicode',
              'requested.address_digest',
              'requested.client_digest',
              'requested.device',
              'requested.locale',
              'requested.time_zone',
              minutesFromNow(ref('requested.request_minutes')).as('closes_at'),
              emailedNow(ref('passed_email.withheld')).as('emailed_at'),
            ]),
        )
        .returning(['id', 'closes_at']),
    )
    return queueEmails(p)(opened).selectFrom('outcome').selectAll().orderBy('n')
  },
)
