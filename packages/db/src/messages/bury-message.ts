import type { DeliveryAttempt } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { stillHeld } from '../statements/batch-sql.ts'
import { now } from '../statements/time.ts'

/** The dead letter of a job that no email can be made from. */
export async function buryMessage(
  db: Kysely<Schema>,
  attempt: DeliveryAttempt,
  why: string,
): Promise<void> {
  await db
    .with('ended', (cte) =>
      cte
        .deleteFrom('outbox_job as j')
        .where(stillHeld([attempt]))
        .returning(['j.id', 'j.kind', 'j.created_at']),
    )
    .insertInto('message')
    .columns(['id', 'kind', 'state', 'failure', 'detail', 'requested_at'])
    .expression((eb) =>
      eb
        .selectFrom('ended')
        .select((eb) => [
          'id',
          'kind',
          eb.val('dead' as const).as('state'),
          eb.val('unmailable' as const).as('failure'),
          sql<string>`${why}::text`.as('detail'),
          'created_at as requested_at',
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
    .execute()
}
