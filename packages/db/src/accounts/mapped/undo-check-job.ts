import { type Expression, sql } from 'kysely'
import { insertJobs } from '../../queue/insert-job.ts'
import { type Builder, on, type StatementPart } from '../account-table.ts'

/**
 * In the transaction of the change, so that it exists if and only if the change does. Reads the CTEs `owner` and
 * `changed`.
 *
 * @param before the column of `owner` with the digest of the former password.
 */
export function undoCheckJob(builder: Builder, before: string): StatementPart {
  // Without a password before, there is none that could be written back.
  const remembered = sql<{ accountId: string; before: string }>`(
    select owner.id as "accountId", owner.${sql.ref(before)} as before from owner, changed
    where owner.id = changed.id and owner.has_password)`
  return {
    name: 'undo_check',
    part: insertJobs(
      on(builder),
      'undo-check',
      remembered.as('job'),
    ) as unknown as Expression<object>,
  }
}
