import type { Observe } from '@latchkey/core'
import type { LateSettlement } from '@latchkey/db'
import type { CreateJobHandler } from './job-handler.ts'
import { performJobs } from './perform-jobs.ts'

/**
 * Finishes changes at an application whose answer got lost, or whose process died: it is asked whether it made the
 * change. What the use case would have reported is reported here.
 */
export function settleChangeJobs({
  lateSettlement,
  observe,
}: {
  lateSettlement: LateSettlement
  observe: Observe
}): CreateJobHandler {
  return performJobs({
    async perform({ jobId, job, queuedAt }) {
      if (job.kind !== 'settle-change') throw new Error(`This is no change but ${job.kind}`)
      const { accountId } = job
      const secondsAgo = (Date.now() - queuedAt.getTime()) / 1_000
      const settled = await lateSettlement.settle({ changeId: jobId, pending: job, secondsAgo })
      if (settled.status === 'changed') {
        observe(
          job.why === 'reset'
            ? { event: 'recovery.password-changed', accountId }
            : { event: 'recovery.not-me-reported', accountId, requestId: job.requestId },
        )
      }
      return settled.status === 'free' ? settled : undefined
    },
    observe,
    chance: Math.random,
    now: () => new Date(),
  })
}
