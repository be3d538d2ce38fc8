import type { Observe } from '@latchkey/core'
import type { UndoCheck } from '@latchkey/db'
import type { CreateJobHandler } from './job-handler.ts'
import { performJobs } from './perform-jobs.ts'

/**
 * Looks at resets in the tables of an application: at once, when the notice is prepared, and after a minute. It reports
 * those whose former password was written back.
 */
export function undoCheckJobs({
  undoCheck,
  observe,
}: {
  undoCheck: UndoCheck
  observe: Observe
}): CreateJobHandler {
  return performJobs({
    async perform({ job, queuedAt }) {
      if (job.kind !== 'undo-check') throw new Error(`This is no undo check but ${job.kind}`)
      const { accountId, before } = job
      // The job was queued with the change.
      const checked = await undoCheck.look({ accountId, before, changedAt: queuedAt })
      if (checked.status === 'undone') {
        observe({ event: 'account.change_undone', accountId, table: checked.table })
      }
      return checked.status === 'stands-so-far' ? checked : undefined
    },
    observe,
    chance: Math.random,
    now: () => new Date(),
  })
}
