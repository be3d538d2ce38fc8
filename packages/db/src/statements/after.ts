import { type Expression, type ExpressionBuilder, sql } from 'kysely'

/** A condition for statements that have a CTE of this name; in any other it does not compile. */
type CteCondition<Cte extends string> = <DB extends Record<Cte, object>, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
) => Expression<boolean>

/**
 * A condition that is always true, and makes the part of the statement that it stands in wait until the CTE has run to
 * its end. PostgreSQL runs the CTEs of a statement in an order of its own; locks must be taken in ours.
 *
 *   .with('bucket', (db) => db.deleteFrom('limiter_bucket')…)
 *   .with('streak', (db) => db.deleteFrom('limiter_streak').where(after('bucket'))…)
 */
export function after<Cte extends string>(cte: Cte): CteCondition<Cte> {
  return () => sql<boolean>`(select count(*) >= 0 from ${sql.table(cte)})`
}

/** Whether the CTE has a row. It is run before, and not joined. */
export function hasRows<Cte extends string>(cte: Cte): CteCondition<Cte> {
  return () => sql<boolean>`exists (select from ${sql.table(cte)})`
}
