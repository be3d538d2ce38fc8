import type { DeliveryAttempt } from '@latchkey/core'
import { sql } from 'kysely'

/*
 * Words for statements that do the same to many rows. A statement is planned when it is first used, often while its
 * tables are empty, and a join that suits an empty table goes through a full one row by row. So no such statement
 * leaves the planner a choice: each row is found by its key, in an index.
 */

/** Rows for a statement, as many as there are: one parameter, so that the statement is always the same. */
export function rowsOf(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}

/** Ends a lateral subquery that finds a row by its key: it is then run for each row before it, and never merged. */
export const byIndex = sql`offset 0`

/** Whether `outbox_job j` is one of these jobs, and still held under the claim it was given out with. */
export function stillHeld(attempts: readonly Pick<DeliveryAttempt, 'messageId' | 'claim'>[]) {
  const claims = Object.fromEntries(attempts.map(({ messageId, claim }) => [messageId, claim]))
  return sql<boolean>`j.id = any(${attempts.map(({ messageId }) => messageId)}::uuid[])
    and j.claim = (${JSON.stringify(claims)}::jsonb ->> j.id::text)::integer and j.leased_at is not null`
}

/** Bytes inside JSON, as PostgreSQL reads them. */
export function bytes(value: Uint8Array): string {
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}
