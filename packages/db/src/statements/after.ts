import { type Expression, type ExpressionBuilder, sql } from 'kysely'

/** A condition of a statement that has a CTE of this name; in any other it does not compile. */
type AfterCte<Cte extends string> = <DB extends Record<Cte, object>, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
) => Expression<boolean>

/**
 * A condition that is always true, and makes the part of the statement that it stands in wait until the CTE `cte` has
 * run to its end. PostgreSQL runs the CTEs of a statement in an order of its own; locks must be taken in ours.
 *
 *   .with('bucket', (db) => db.deleteFrom('limiter_bucket')…)
 *   .with('streak', (db) => db.deleteFrom('limiter_streak').where(after('bucket'))…)
 */
export function after<Cte extends string>(cte: Cte): AfterCte<Cte> {
  return () => sql<boolean>`(select count(*) >= 0 from ${sql.table(cte)})`
}
