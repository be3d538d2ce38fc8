import type { LimitName, Window } from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'

/*
 * What everybody together may do. Hits are counted by slices of time, and each slice is dealt over a few rows:
 * whoever charges adds to one of them, and reads the sum. Decision 16 says why.
 */

const SHARDS = 8
const SLICES = 10

const table = (windows: readonly Window[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as w (seconds integer, most integer)`

/** One row: how many hits there is still room for (null: any number), and the seconds until there is more. */
export function roomIn(
  limit: LimitName,
  windows: readonly Window[],
): RawBuilder<{ left: number | null; wait: number | null }> {
  return sql`
    select min(w.most - coalesce(used.hits, 0))::integer as "left",
      max(case when used.hits >= w.most then used.wait end)::integer as wait
    from ${table(windows)} left join lateral (
      select sum(hits) as hits,
        greatest(1, ceil(extract(epoch from min(ends_at) filter (where hits > 0) - clock_timestamp()))) as wait
      from limiter_slice
      where limit_name = ${limit} and span_seconds = w.seconds and ends_at > clock_timestamp()
    ) as used on true`
}

/** Adds as many hits as `count` yields in its one row, to every window. */
export function spendFrom(
  limit: LimitName,
  windows: readonly Window[],
  count: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // A slice counts until its last hit leaves the window, so a window never holds more than it may.
  return sql`
    insert into limiter_slice as slice (limit_name, span_seconds, ends_at, shard, hits)
    select ${limit}, w.seconds,
      to_timestamp(ceil(extract(epoch from clock_timestamp()) / length) * length + w.seconds),
      floor(random() * ${sql.lit(SHARDS)}), spent.hits
    from (${count}) as spent (hits), ${table(windows)},
      lateral (select greatest(1, w.seconds / ${sql.lit(SLICES)})) as slices (length)
    where spent.hits > 0
    order by w.seconds
    on conflict (limit_name, span_seconds, ends_at, shard) do update set hits = slice.hits + excluded.hits`
}

/** Takes as many hits back as `count` yields: from the newest slices, whatever windows the budget has. */
export function refundTo(limit: LimitName, count: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into limiter_slice as slice (limit_name, span_seconds, ends_at, shard, hits)
    select limit_name, span_seconds, max(ends_at), floor(random() * ${sql.lit(SHARDS)}), -back.hits
    from (${count}) as back (hits), limiter_slice
    where back.hits > 0 and limit_name = ${limit} and ends_at > clock_timestamp()
    group by limit_name, span_seconds, back.hits order by span_seconds
    on conflict (limit_name, span_seconds, ends_at, shard) do update set hits = slice.hits + excluded.hits`
}
