import { randomUUID } from 'node:crypto'
import type { DeliveryJob, JobKind } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

export async function insertJob(
  db: Kysely<Schema>,
  { kind, ...payload }: DeliveryJob,
  id: string = randomUUID(),
): Promise<void> {
  await insertOne(db, { id, kind, payload: JSON.stringify(payload) })
}

const insertOne = prepared(
  'insert-job',
  (db, p: Values<{ id: string; kind: JobKind; payload: string }>) =>
    db.insertInto('outbox_job').values({ id: p.id, kind: p.kind, payload: p.payload }),
)

/** The same inside a statement that does more. `source` yields the payload of each job as jsonb. */
export function insertJobs(
  kind: DeliveryJob['kind'],
  source: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    insert into outbox_job (kind, payload) select ${sql.lit(kind)}, payload from (${source}) as job (payload)`
}
