import type { JobAttempt } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { type HeldJob, heldJobs, heldRows, stillHeld } from './held-jobs.ts'

/** Removes jobs that are done, or given up. */
export async function completeJobs(
  db: Kysely<Schema>,
  attempts: readonly JobAttempt[],
): Promise<void> {
  if (attempts.length > 0) await deleteJobs(db, { held: heldJobs(attempts) })
}

const deleteJobs = prepared('complete-jobs', (db, p: Values<{ held: HeldJob[] }>) =>
  db
    .with('held', (cte) => cte.selectFrom(heldRows(p.held)).selectAll())
    .deleteFrom('outbox_job as job')
    .using('held')
    .where(stillHeld),
)
