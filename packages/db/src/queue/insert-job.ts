import type { DeliveryJob } from '@latchkey/core'
import type { AliasedExpression, Kysely, QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'

export async function insertJob(db: Kysely<Schema>, job: DeliveryJob, id?: string): Promise<void> {
  const { kind, ...payload } = job
  await db
    .insertInto('outbox_job')
    .values({ kind, payload: JSON.stringify(payload), ...(id !== undefined && { id }) })
    .execute()
}

type PayloadOf<Kind extends DeliveryJob['kind']> = Omit<
  Extract<DeliveryJob, { kind: Kind }>,
  'kind'
>

/** The same for a statement that does more: a job for each row of `payloads`, whose columns are the payload's. */
export function insertJobs<Kind extends DeliveryJob['kind']>(
  db: QueryCreator<Schema>,
  kind: Kind,
  payloads: AliasedExpression<PayloadOf<Kind>, 'job'>,
) {
  return db
    .insertInto('outbox_job')
    .columns(['kind', 'payload'])
    .expression(
      db
        .selectFrom(payloads as AliasedExpression<object, 'job'>)
        .select(({ fn, val }) => [val(kind).as('kind'), fn.toJson('job').as('payload')]),
    )
}
