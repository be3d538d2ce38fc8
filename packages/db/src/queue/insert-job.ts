import type { DeliveryJob } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function insertJob(db: Kysely<Schema>, job: DeliveryJob, id?: string): Promise<void> {
  const { kind, ...payload } = job
  await db
    .insertInto('outbox_job')
    .values({ kind, payload: JSON.stringify(payload), ...(id !== undefined && { id }) })
    .execute()
}

/** The same inside a statement that does more. `source` yields the payload of each job as jsonb. */
export function insertJobs(
  kind: DeliveryJob['kind'],
  source: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    insert into outbox_job (kind, payload) select ${sql.lit(kind)}, payload from (${source}) as job (payload)`
}
