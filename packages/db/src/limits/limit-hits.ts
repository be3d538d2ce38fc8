import type { LimitName } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { ago } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

/** How often a limit refused. The spans begin with an hour of the clock, so that they are up to an hour longer. */
export type LimitCount = {
  limit: LimitName
  lastHour: number
  lastDay: number
  lastWeek: number
  /** The hour in which it refused last. */
  newestHour: Date
}

/** How often limits refuse, over all processes. Every method throws `Unavailable` when the database is away. */
export function createLimitHits({ kysely: db }: Database) {
  return guarded({
    /** Adds what a process has counted since it did so last. */
    async add(hits: readonly { limit: LimitName; hits: number }[]): Promise<void> {
      if (hits.length > 0) await addHits(db, { hits })
    },
    /** Of each limit that refused in the last week, the busiest of the last day first. */
    counts: () => limitCounts(db),
  })
}

/**
 * The counts of refusals that all processes add to, by limit and hour. Every method throws `Unavailable` when the
 * database is away.
 */
export type LimitHits = ReturnType<typeof createLimitHits>

/** The spans begin with an hour of the clock, so that they are up to an hour longer. */
export async function limitCounts(db: Kysely<Schema>): Promise<LimitCount[]> {
  return (await countHits(db, {})).map((row) => ({
    limit: row.limit_name,
    lastHour: row.last_hour,
    lastDay: row.last_day,
    lastWeek: row.last_week,
    newestHour: row.newest_hour,
  }))
}

const thisHour = sql<Date>`date_trunc('hour', clock_timestamp())`

const addHits = prepared(
  'add-limit-hits',
  (db, p: Values<{ hits: readonly { limit: LimitName; hits: number }[] }>) =>
    db
      .insertInto('limit_hit')
      .columns(['limit_name', 'hour', 'hits'])
      .expression(
        db
          .selectFrom(rows('counted', p.hits, { limit: 'text', hits: 'bigint' }))
          .select(['counted.limit', thisHour.as('hour'), 'counted.hits'])
          // All processes lock the rows in one order.
          .orderBy('counted.limit'),
      )
      .onConflict((conflict) =>
        conflict.columns(['limit_name', 'hour']).doUpdateSet(() => ({
          hits: sql<number>`limit_hit.hits + excluded.hits`,
        })),
      ),
)

const countHits = prepared('count-limit-hits', (db) =>
  db
    .selectFrom('limit_hit')
    .select(({ fn }) => [
      'limit_name',
      sumSince('1 hour').as('last_hour'),
      sumSince('24 hours').as('last_day'),
      sumSince('7 days').as('last_week'),
      fn.max('hour').as('newest_hour'),
    ])
    .where('hour', '>=', ago('7 days 1 hour'))
    .groupBy('limit_name')
    .orderBy('last_day', 'desc')
    .orderBy('limit_name'),
)

function sumSince(span: string) {
  return sql<number>`coalesce(sum(hits) filter (where hour >= date_trunc('hour', clock_timestamp() - ${sql.lit(span)}::interval)), 0)::float`
}
