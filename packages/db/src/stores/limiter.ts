import type { Charge, Limited, Limiter, LimitName } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { transaction } from './transaction.ts'

/** Counts nothing and refuses nothing: for benchmarks. */
export const noLimits: Limiter = { charge: async () => ({ status: 'charged' }) }

/** Hears of each hit that a limit refused. */
export type OnLimit = (limit: LimitName) => void

export function createLimiter(db: Kysely<Schema>, onLimit: OnLimit = () => {}): Limiter {
  return {
    charge: (charges) =>
      charges.length === 1
        ? chargeBuckets(db, charges, onLimit)
        : transaction<Limited | { status: 'charged' }>(db, async (trx, undo) => {
            const charged = await chargeBuckets(trx, charges, onLimit)
            return charged.status === 'charged' ? charged : undo(charged)
          }),
  }
}

/**
 * Charges one hit on each bucket. In a transaction that is given up when one refuses, so that a refused hit fills
 * nothing.
 */
export async function chargeBuckets(
  db: Kysely<Schema>,
  charges: readonly Charge[],
  onLimit: OnLimit,
): Promise<Limited | { status: 'charged' }> {
  if (charges.length === 0) return { status: 'charged' }
  const buckets = charges.map(
    ({ limit, subject, windows }) =>
      sql`(${limit}::text, ${subject}::bytea, ${json(windows)}::jsonb)`,
  )
  const { rows } = await chargeStatement(sql`values ${sql.join(buckets)}`).execute(db)
  const waits = rows.filter((row) => !row.accepted).map((row) => secondsToWait(row))
  if (waits.length === 0) return { status: 'charged' }
  // Once for the networks of one client, which share their limit.
  for (const limit of new Set(charges.map((charge) => charge.limit))) onLimit(limit)
  return { status: 'rate-limited', retryAfterSeconds: Math.max(...waits) }
}

type ChargedBucket = { accepted: boolean; hits: Date[]; spans: number[]; most: number[]; now: Date }

/**
 * One upsert for all buckets, in the order of their keys so that two of these never wait for each other. `source`
 * yields (limit, subject, windows as `{spans, most}`).
 */
export function chargeStatement(source: RawBuilder<unknown>): RawBuilder<ChargedBucket> {
  return sql<ChargedBucket>`
    insert into limiter_bucket as bucket
      (limit_name, subject, spans, most, hits, accepted, expires_at)
    select limit_name, subject, spans, most, array[clock_timestamp()], true,
      clock_timestamp() + make_interval(secs => (select max(span) from unnest(spans) span))
    from (
      select limit_name, subject,
        array(select jsonb_array_elements_text(windows -> 'spans')::integer) as spans,
        array(select jsonb_array_elements_text(windows -> 'most')::integer) as most
      from (${source}) as charge (limit_name, subject, windows)
      order by limit_name, subject
    ) as charges
    on conflict (limit_name, subject) do update set
      spans = excluded.spans,
      most = excluded.most,
      expires_at = excluded.expires_at,
      (hits, accepted) = (
        select case when room then live || at else live end, room
        from (
          select at, live, (
            select bool_and((
              select count(*) from unnest(live) hit where hit > at - make_interval(secs => span)
            ) < allowed)
            from unnest(excluded.spans, excluded.most) as w (span, allowed)
          ) as room
          from (
            select at, array(
              select hit from unnest(bucket.hits) hit
              where hit > at - make_interval(secs => (select max(span) from unnest(excluded.spans) span))
            ) as live
            from (select clock_timestamp() as at) as clock
          ) as counted
        ) as judged
      )
    returning accepted, hits, spans, most, clock_timestamp() as now`
}

/** Windows as `chargeStatement` reads them. */
export function json(windows: Charge['windows']): string {
  return JSON.stringify({ spans: windows.map((w) => w.seconds), most: windows.map((w) => w.most) })
}

/** Until the oldest hit that stands in the way leaves its window, rounded up. */
function secondsToWait({ hits, spans, most, now }: ChargedBucket): number {
  const newestFirst = hits.map((hit) => hit.getTime()).sort((a, b) => b - a)
  const waits = spans.map((span, i) => {
    const inTheWay = newestFirst[(most[i] ?? 0) - 1]
    return inTheWay === undefined ? 0 : inTheWay + span * 1000 - now.getTime()
  })
  return Math.max(1, Math.ceil(Math.max(...waits) / 1000))
}
