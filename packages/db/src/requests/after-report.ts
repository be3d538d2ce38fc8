import type { AddressDigest, ClientDigest } from '@latchkey/core'
import type { QueryCreator } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import { insertJobs } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { minutesFromNow, now } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

export type AfterReport = {
  emailCanonical: string
  emailUnicode: string | null
  requestId: string
  addressDigest: AddressDigest
  clientDigest: ClientDigest
  device: string | null
  locale: string | null
  timeZone: string | null
  requestMinutes: number
  codeMinutes: number
}

type Needs = Schema & { changed: { id: string; password_changed_at: Date } }

/**
 * What belongs to a report of "this wasn't me", wherever the account is: the request by which its owner gets back in, its
 * job, the audit event and the events for webhooks. Without a row in `changed`, nothing is written.
 */
export const afterReport = (p: Values<AfterReport>) =>
  sharedCtes((db: QueryCreator<Needs>) =>
    withEvents(eventsOfReport)(
      db
        .with('opened', (q) =>
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
                .selectFrom('changed')
                .select(({ cast }) => [
                  cast(p.requestId, 'uuid').as('id'),
                  cast(p.emailCanonical, 'text').as('email_canonical'),
                  cast(p.emailUnicode, 'text').as('email_unicode'),
                  cast(p.addressDigest, 'bytea').as('address_digest'),
                  cast(p.clientDigest, 'bytea').as('client_digest'),
                  cast(p.device, 'text').as('device'),
                  cast(p.locale, 'text').as('locale'),
                  cast(p.timeZone, 'text').as('time_zone'),
                  minutesFromNow(p.requestMinutes).as('closes_at'),
                  now.as('emailed_at'),
                ]),
            )
            .returning(['id', 'address_digest', 'client_digest', 'closes_at']),
        )
        .with('job', (q) =>
          insertJobs(
            q as unknown as QueryCreator<Schema>,
            'recovery',
            q
              .selectFrom('opened')
              .select(({ lit }) => ['opened.id as requestId', lit(false).as('withheld')])
              .as('job'),
          ),
        )
        .with('audit', (q) =>
          q
            .insertInto('audit_event')
            .columns([
              'kind',
              'outcome',
              'request_id',
              'account_id',
              'address_digest',
              'client_digest',
            ])
            .expression(
              q
                .selectFrom(['changed', 'opened'])
                .select(({ val }) => [
                  val('not-me' satisfies AuditKind).as('kind'),
                  val('reported' satisfies AuditOutcome).as('outcome'),
                  'opened.id as request_id',
                  'changed.id as account_id',
                  'opened.address_digest',
                  'opened.client_digest',
                ]),
            ),
        )
        .with('reported', (q) =>
          q
            .selectFrom(['changed', 'opened'])
            .select(({ fn }) => [
              'changed.id as account_id',
              fn<Date>('least', ['opened.closes_at', minutesFromNow(p.codeMinutes)]).as(
                'code_expires_at',
              ),
            ]),
        ),
    ),
  )

type Opened = Needs & { opened: { id: string } }

function eventsOfReport(q: QueryCreator<Opened>) {
  const about = q
    .selectFrom(['changed', 'opened'])
    .select(['changed.id as accountId', 'opened.id as requestId'])
  return [
    eventsOf(q, 'account.not_me_reported', about.as('data')),
    eventsOf(
      q,
      'account.sessions_ended',
      about.select(({ val }) => val('not-me-reported' as const).as('because')).as('data'),
    ),
  ] as const
}
