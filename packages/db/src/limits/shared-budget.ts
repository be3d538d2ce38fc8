import type { LimitName, SubjectDigest, Window, WindowLimit } from '@latchkey/core'
import { type AliasedExpression, type Expression, type QueryCreator, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { now, nowOnce } from '../statements/expressions.ts'
import type { Placeholder } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { chargeBuckets, hitOnSubject } from './charge-buckets.ts'

/*
 * A global budget: what all clients together may do. Hits are counted by slices of time, and each slice is spread over
 * a few rows: a charge adds to one of them, and reads the sum. Decision 16 says why. Without windows there is no limit.
 */

const SHARDS = 8
const SLICES = 10

/** A network's hits within this span count against its share. */
const SHARE_SECONDS = 3_600
/** How many of them a network may have while the budget is just more than half full; fewer the fuller it is. */
const MOST_OF_A_NETWORK = 4

/**
 * One row: how many hits there is still room for (null: any number), and the seconds until there is more. In its first
 * half, a budget is open to everybody (`share` is null). Of the rest, a network may take `share` hits an hour: four,
 * and in the end one. So those who asked for most have to wait first, and those who asked for nothing get in longest.
 */
export function budgetLeft(
  db: QueryCreator<Schema>,
  limit: LimitName,
  windows: Placeholder<readonly Window[]>,
) {
  return db
    .selectFrom(windowsOf(windows))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('limiter_slice')
          .select(({ fn, ref }) => [
            fn.sum<number>('hits').as('hits'),
            sql<number>`greatest(1, ceil(extract(epoch from
              min(${ref('ends_at')}) filter (where ${ref('hits')} > 0) - ${now})))`.as('wait'),
          ])
          .where('limit_name', '=', limit)
          .whereRef('span_seconds', '=', 'budget_window.seconds')
          .where('ends_at', '>', nowOnce)
          .as('used'),
      (join) => join.onTrue(),
    )
    .select(({ eb, fn, ref }) => {
      const used = fn.coalesce('used.hits', eb.lit(0))
      const left = sql<number | null>`min(${ref('budget_window.most')} - ${used})::integer`
      const room = sql`(${ref('budget_window.most')} - ${used})`
      const isHalfFull = sql`${room} * 2 <= ${ref('budget_window.most')}`
      const share = sql<number | null>`min(greatest(1, ceil(
        ${room} * ${sql.lit(2 * MOST_OF_A_NETWORK)}::numeric / ${ref('budget_window.most')}
      ))) filter (where ${isHalfFull})::integer`
      const wait = sql<
        number | null
      >`max(${ref('used.wait')}) filter (where ${isHalfFull})::integer`
      return [left.as('hits_left'), share.as('share'), wait.as('wait')]
    })
}

/**
 * Charges the networks of `asking`, none twice, for their shares of a budget that is more than half full. A network
 * that is refused has had its share.
 */
export function chargeShares(
  db: QueryCreator<Schema & { budget: BudgetLeft }>,
  limit: WindowLimit,
  asking: AliasedExpression<{ network: SubjectDigest }, 'asking'>,
) {
  return chargeBuckets(
    db,
    db
      .selectFrom([asking, 'budget'])
      .select(({ ref }) =>
        hitOnSubject(limit, ref('asking.network'), {
          spans: sql`array[${sql.lit(SHARE_SECONDS)}]`,
          most: sql`array[${ref('budget.share')}]`,
        }),
      )
      .where('budget.share', 'is not', null)
      .as('hit'),
  )
}

export type BudgetLeft = { hits_left: number | null; share: number | null; wait: number | null }

/** Adds the hits of `spent`, which is one row, to every window. */
export function spendBudget(
  db: QueryCreator<Schema>,
  limit: LimitName,
  {
    windows,
    spent,
  }: {
    windows: Placeholder<readonly Window[]>
    spent: AliasedExpression<{ hits: number }, 'spent'>
  },
) {
  return addSlices(
    db,
    db
      .selectFrom([spent, windowsOf(windows)])
      .select(({ val, ref }) => {
        const seconds = ref('budget_window.seconds')
        const length = sql<number>`greatest(1, ${seconds} / ${SLICES})`
        // A slice counts until its last hit leaves the window, so a window never holds more than it may.
        const end = sql<Date>`to_timestamp(ceil(extract(epoch from ${now}) / ${length}) * ${length} + ${seconds})`
        return [
          val(limit).as('limit_name'),
          seconds.as('span_seconds'),
          end.as('ends_at'),
          someShard.as('shard'),
          ref('spent.hits').as('hits'),
        ]
      })
      .where('spent.hits', '>', 0)
      .orderBy('budget_window.seconds'),
  )
}

/** Takes the hits of `refund`, which is one row, from the newest slice of each window that the budget has had. */
export function refundBudget(
  db: QueryCreator<Schema>,
  limit: LimitName,
  refund: AliasedExpression<{ hits: number }, 'refund'>,
) {
  return addSlices(
    db,
    db
      .selectFrom([refund, 'limiter_slice as slice'])
      .select(({ fn, ref }) => [
        'slice.limit_name',
        'slice.span_seconds',
        fn.max('slice.ends_at').as('ends_at'),
        someShard.as('shard'),
        sql<number>`-${ref('refund.hits')}`.as('hits'),
      ])
      .where('refund.hits', '>', 0)
      .where('slice.limit_name', '=', limit)
      .where('slice.ends_at', '>', nowOnce)
      .groupBy(['slice.limit_name', 'slice.span_seconds', 'refund.hits'])
      .orderBy('slice.span_seconds'),
  )
}

function windowsOf(windows: Placeholder<readonly Window[]>) {
  return rows('budget_window', windows, { seconds: 'integer', most: 'integer' })
}

const someShard = sql<number>`floor(random() * ${SHARDS})`

/** `slices` selects the columns in this order. */
function addSlices(db: QueryCreator<Schema>, slices: Expression<unknown>) {
  return db
    .insertInto('limiter_slice')
    .columns(['limit_name', 'span_seconds', 'ends_at', 'shard', 'hits'])
    .expression(slices)
    .onConflict((conflict) =>
      conflict
        .columns(['limit_name', 'span_seconds', 'ends_at', 'shard'])
        .doUpdateSet(({ eb, ref }) => ({
          hits: eb('limiter_slice.hits', '+', ref('excluded.hits')),
        })),
    )
}
