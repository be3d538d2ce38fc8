import { randomUUID } from 'node:crypto'
import type { Job, JobKind } from '@latchkey/core'
import type { AliasedExpression, Expression, Kysely, QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { callersTraceParent } from '../tracing/trace-parent.ts'

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
    db.insertInto('outbox_job').values({
      id: p.id,
      kind: p.kind,
      payload: p.payload,
      trace_parent: callersTraceParent,
    }),
)

type PayloadOf<Kind extends JobKind> = Omit<Job<Kind>, 'kind'>

/**
 * The same for a statement that does more: a job for each row of `payloads`, whose columns are the payload's.
 *
 * @param kind with `traceParent`, if the jobs of one statement have several callers.
 */
export function insertJobs<Kind extends JobKind>(
  db: QueryCreator<Schema>,
  kind: Kind | { kind: Kind; traceParent: Expression<string | null> },
  payloads: AliasedExpression<PayloadOf<Kind>, 'job'>,
) {
  const given = typeof kind === 'object' ? kind : { kind, traceParent: callersTraceParent }
  return db
    .insertInto('outbox_job')
    .columns(['kind', 'payload', 'trace_parent'])
    .expression(
      db
        .selectFrom(payloads as AliasedExpression<object, 'job'>)
        .select(({ cast, fn, val }) => [
          val(given.kind).as('kind'),
          fn.toJson('job').as('payload'),
          cast<string | null>(given.traceParent, 'text').as('trace_parent'),
        ]),
    )
}
