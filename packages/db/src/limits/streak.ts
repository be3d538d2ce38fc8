import type { StreakLimit, SubjectDigest } from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'

/*
 * Failures in a row: counted until a success, however long it takes. The purge forgets a subject that nobody
 * tried for a long time.
 */

/** Yields the subjects that had room for one more failure. `source` yields those that failed, in order. */
export function oneMoreIn(
  limit: StreakLimit,
  options: { most: number; source: RawBuilder<unknown>; unless?: RawBuilder<boolean> },
): RawBuilder<{ subject: SubjectDigest }> {
  return sql`
    insert into limiter_streak as streak (limit_name, subject, failures)
    select ${limit}, subject, 1 from (${options.source}) as failing (subject)
    on conflict (limit_name, subject) do update set
      failures = streak.failures + 1, failed_at = clock_timestamp()
    where streak.failures < ${options.most}::integer or ${options.unless ?? sql`false`}
    returning streak.subject`
}
