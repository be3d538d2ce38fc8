import type { JobAttempt } from '@latchkey/core'
import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf } from '../statements/expressions.ts'
import type { Placeholder } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

/** A job, and the claim under which it was given out. */
export type HeldJob = { job_id: string; claim: number }

export function heldJobs(attempts: readonly JobAttempt[]): HeldJob[] {
  return attempts.map(({ jobId, claim }) => ({ job_id: jobId, claim }))
}

/** For a CTE `held` of the jobs in `held`. */
export function heldRows(held: Placeholder<HeldJob[]>) {
  return rows('held', held, { job_id: 'uuid', claim: 'integer' })
}

/** Whether `job` is one of those, and its lease is still the one of that claim. */
export function stillHeld(
  eb: ExpressionBuilder<{ job: Schema['outbox_job']; held: HeldJob }, 'job' | 'held'>,
) {
  return eb.and([
    eb('job.id', '=', anyOf(eb.selectFrom('held').select('held.job_id'))),
    eb('job.id', '=', eb.ref('held.job_id')),
    eb('job.claim', '=', eb.ref('held.claim')),
    eb('job.leased_at', 'is not', null),
  ])
}
