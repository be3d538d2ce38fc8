import { randomUUID } from 'node:crypto'
import type { Job, JobKind } from '@latchkey/core'
import type { AliasedExpression, Kysely, QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

export async function insertJob(
  db: Kysely<Schema>,
  { kind, ...payload }: Job,
  id: string = randomUUID(),
): Promise<void> {
  await insertOne(db, { id, kind, payload: JSON.stringify(payload) })
}

const insertOne = prepared(
  'insert-job',
  (db, p: Values<{ id: string; kind: JobKind; payload: string }>) =>
    db.insertInto('outbox_job').values({ id: p.id, kind: p.kind, payload: p.payload }),
)

type PayloadOf<Kind extends JobKind> = Omit<Job<Kind>, 'kind'>

/** The same for a statement that does more: a job for each row of `payloads`, whose columns are the payload's. */
export function insertJobs<Kind extends JobKind>(
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
