import type { DeliveryAttempt } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { type HeldJob, heldJobs, heldRows, stillHeld } from '../queue/held-jobs.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** Ends a job that no email can be made from: its message is a dead letter. */
export async function buryMessage(
  db: Kysely<Schema>,
  attempt: DeliveryAttempt,
  why: string,
): Promise<void> {
  await insertDeadLetter(db, { held: heldJobs([attempt]), why })
}

const insertDeadLetter = prepared(
  'bury-message',
  (db, p: Values<{ held: HeldJob[]; why: string }>) =>
    db
      .with('held', (cte) => cte.selectFrom(heldRows(p.held)).selectAll())
      .with('ended', (cte) =>
        cte
          .deleteFrom('outbox_job as job')
          .using('held')
          .where(stillHeld)
          .returning(['job.id', 'job.kind', 'job.created_at']),
      )
      .insertInto('message')
      .columns(['id', 'kind', 'requested_at', 'state', 'failure', 'detail'])
      .expression((eb) =>
        eb
          .selectFrom('ended')
          .select((eb) => [
            'ended.id',
            'ended.kind',
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
      ),
)
