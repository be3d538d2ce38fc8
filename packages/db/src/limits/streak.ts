import type { StreakLimit, SubjectDigest } from '@latchkey/core'
import type { AliasedExpression, Expression, QueryCreator } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'

/*
 * Failures in a row: counted until a success, however long it takes. The purge deletes a streak that did not grow for
 * a long time.
 */

/**
 * Counts one more failure of each subject, in the given order, and returns the subjects that had room for it.
 */
export function addFailures(
  db: QueryCreator<Schema>,
  limit: StreakLimit,
  failures: {
    of: AliasedExpression<{ subject: SubjectDigest }, 'failed'>
    most: Expression<number>
  },
) {
  return db
    .insertInto('limiter_streak')
    .columns(['limit_name', 'subject', 'failures'])
    .expression(
      db
        .selectFrom(failures.of)
        .select(({ lit, val }) => [
          val(limit).as('limit_name'),
          'failed.subject',
          lit(1).as('failures'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['limit_name', 'subject'])
        .doUpdateSet(({ eb }) => ({
          failures: eb('limiter_streak.failures', '+', 1),
          failed_at: now,
        }))
        .where('limiter_streak.failures', '<', failures.most),
    )
    .returning('limiter_streak.subject')
}
