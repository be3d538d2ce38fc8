import type { DeliveryAttempt } from '@latchkey/core'
import type { Kysely, QueryCreator } from 'kysely'
import { type HeldJob, heldJobs, heldRows, stillHeld } from '../queue/held-jobs.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { isUuid } from '../statements/is-uuid.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'

/** Ends a job that no email can be made from: its message is a dead letter. */
export async function buryMessage(
  db: Kysely<Schema>,
  attempt: DeliveryAttempt,
  why: string,
): Promise<void> {
  const request = requestOf(attempt)
  await insertDeadLetter(db, { held: heldJobs([attempt]), why, request })
}

/** Its job may hold anything. */
function requestOf({ job }: DeliveryAttempt): string | null {
  const id = 'requestId' in job ? String(job.requestId) : ''
  return isUuid(id) ? id : null
}

const insertDeadLetter = prepared(
  'bury-message',
  (db, p: Values<{ held: HeldJob[]; why: string; request: string | null }>) =>
    withEvents(eventsOfBuried)(
      db
        .with('held', (cte) => cte.selectFrom(heldRows(p.held)).selectAll())
        .with('ended', (cte) =>
          cte
            .deleteFrom('outbox_job as job')
            .using('held')
            .where(stillHeld)
            .returning(['job.id', 'job.kind', 'job.created_at']),
        )
        .with('buried', (cte) =>
          cte
            .insertInto('message')
            .columns(['id', 'kind', 'request_id', 'requested_at', 'state', 'failure', 'detail'])
            .expression((eb) =>
              eb
                .selectFrom('ended')
                .select((eb) => [
                  'ended.id',
                  'ended.kind',
                  eb
                    .selectFrom('recovery_request as request')
                    .select('request.id')
                    .where('request.id', '=', eb.cast<string>(p.request, 'uuid'))
                    .as('request_id'),
                  'ended.created_at',
                  eb.val('dead' as const).as('state'),
                  eb.val('unmailable' as const).as('failure'),
                  eb.cast<string>(p.why, 'text').as('detail'),
                ]),
            )
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet((eb) => ({
                  state: 'dead',
                  failure: 'unmailable',
                  detail: eb.ref('excluded.detail'),
                  updated_at: now,
                }))
                .where('message.state', '<>', 'handed-over'),
            )
            .returning(['message.id', 'message.account_id', 'message.request_id']),
        ),
    )
      .selectFrom('buried')
      .select('buried.id'),
)

type Buried = Pick<Schema['message'], 'id' | 'account_id' | 'request_id'>

const eventsOfBuried = (q: QueryCreator<Schema & { buried: Buried }>) =>
  [
    eventsOf(
      q,
      'mail.failed',
      q
        .selectFrom('buried')
        .select(({ cast, val }) => [
          cast<string>('buried.id', 'text').as('messageId'),
          'buried.account_id as accountId',
          cast<string | null>('buried.request_id', 'text').as('requestId'),
          val('unmailable').as('failure'),
        ])
        .as('data'),
    ),
  ] as const
