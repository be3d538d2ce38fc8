import type {
  ChangedBy,
  ClientDigest,
  SecretKind,
  SharedCharge,
  SignInSubjects,
} from '@latchkey/core'
import type { QueryCreator } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import { forgetFailures } from '../limits/forget-failures.ts'
import { insertJobs } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { after, hasRows } from '../statements/after.ts'
import { isoTime } from '../statements/expressions.ts'
import type { Values } from '../statements/prepared.ts'
import { sharedCtes } from '../statements/shared-ctes.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

export type AfterChange = SignInSubjects &
  SharedCharge & { clientDigest: ClientDigest; rateLimits: boolean } & NoticedBy

/** What the notice says of the client. */
export type NoticedBy = { device: string | null; locale: string | null; timeZone: string | null }

export function noticedBy(by: ChangedBy | undefined): NoticedBy {
  return {
    device: by?.device ?? null,
    locale: by?.locale ?? null,
    timeZone: by?.timeZone ?? null,
  }
}

/** A reset is no sign-in: it was charged to nobody's. */
export const noAttempt = { chargedAddress: false, chargedStreak: false }

type Needs = Schema & {
  changed: { id: string; password_changed_at: Date }
  spent: { account_id: string; request_id: string | null; kind: SecretKind }
}

/**
 * What belongs to a change of a password, wherever the account is: failures are forgotten, the notice is queued, and the
 * audit event and the events for webhooks are written. Without a row in `changed`, nothing is.
 */
export const afterChange = (p: Values<AfterChange>) =>
  sharedCtes((db: QueryCreator<Needs>) =>
    withEvents(eventsOfChange)(
      forgetFailures(p)(
        db.with('success', (q) => q.selectFrom('changed').select('id').where(p.rateLimits)),
      )
        .with('reopened_codes', (q) =>
          q
            .deleteFrom('limiter_streak')
            .where('limit_name', '=', 'guess-in-a-row')
            .where('subject', '=', p.addressDigest)
            .where(hasRows('success'))
            .where(after('ended_streak')),
        )
        .with('job', (q) =>
          insertJobs(
            q as unknown as QueryCreator<Schema>,
            'password-changed',
            q
              .selectFrom('changed')
              .innerJoin('spent', 'spent.account_id', 'changed.id')
              .select(({ cast, fn, ref, selectFrom }) => {
                const ofRequest = (column: 'locale' | 'time_zone') =>
                  selectFrom('recovery_request')
                    .select(column)
                    .whereRef('id', '=', 'spent.request_id')
                return [
                  'changed.id as accountId',
                  isoTime(ref('changed.password_changed_at')).as('occurredAt'),
                  cast<string | null>(p.device, 'text').as('device'),
                  fn
                    .coalesce(cast<string | null>(p.locale, 'text'), ofRequest('locale'))
                    .as('locale'),
                  fn
                    .coalesce(cast<string | null>(p.timeZone, 'text'), ofRequest('time_zone'))
                    .as('timeZone'),
                ]
              })
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
                .selectFrom('changed')
                .innerJoin('spent', 'spent.account_id', 'changed.id')
                .select(({ cast, selectFrom, val }) => [
                  val('password-changed' satisfies AuditKind).as('kind'),
                  val('changed' satisfies AuditOutcome).as('outcome'),
                  'spent.request_id',
                  'spent.account_id',
                  selectFrom('recovery_request')
                    .select('address_digest')
                    .whereRef('id', '=', 'spent.request_id')
                    .as('address_digest'),
                  cast(p.clientDigest, 'bytea').as('client_digest'),
                ]),
            ),
        ),
    ),
  )

function eventsOfChange(q: QueryCreator<Needs>) {
  const spent = q.selectFrom('changed').innerJoin('spent', 'spent.account_id', 'changed.id')
  return [
    eventsOf(
      q,
      'account.password_changed',
      spent
        .select((eb) => [
          'changed.id as accountId',
          'spent.request_id as requestId',
          eb
            .case()
            .when('spent.kind', '=', 'link')
            .then(eb.val('link' as const))
            .else(eb.val('code' as const))
            .end()
            .as('by'),
        ])
        .as('data'),
    ),
    eventsOf(
      q,
      'account.sessions_ended',
      spent
        .select(({ val }) => [
          'changed.id as accountId',
          'spent.request_id as requestId',
          val('password-changed' as const).as('because'),
        ])
        .as('data'),
    ),
  ] as const
}
