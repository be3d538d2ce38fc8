import type { Charge, Limited, Limiter, LimitName } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { transaction } from '../statements/transaction.ts'
import { chargeSignIn } from './charge-sign-in.ts'

const charged = { status: 'charged' } as const

/** Counts nothing and refuses nothing: for benchmarks. */
export const noLimits: Limiter = {
  charge: async () => charged,
  chargeSignIn: async () => charged,
}

/** Hears of each hit that a limit refused. */
export type OnLimit = (limit: LimitName) => void

export function createLimiter(db: Kysely<Schema>, onLimit: OnLimit = () => {}): Limiter {
  return {
    charge: (charges) =>
      charges.length === 1
        ? chargeBuckets(db, charges, onLimit)
        : transaction<Limited | typeof charged>(db, async (trx, undo) => {
            const answer = await chargeBuckets(trx, charges, onLimit)
            return answer.status === 'charged' ? answer : undo(answer)
          }),
    chargeSignIn: (attempt) => chargeSignIn(db, attempt, onLimit),
  }
}

/**
 * Charges one hit on each bucket. In a transaction that is given up when one refuses, so that a refused hit fills
 * nothing.
 */
async function chargeBuckets(
  db: Kysely<Schema>,
  charges: readonly Charge[],
  onLimit: OnLimit,
): Promise<Limited | typeof charged> {
  if (charges.length === 0) return charged
  const buckets = charges.map(
    (charge) => sql`(${charge.limit}::text, ${charge.subject}::bytea, ${json(charge)}::jsonb)`,
  )
  const { rows } = await chargeStatement(sql`values ${sql.join(buckets)}`).execute(db)
  if (rows.every((row) => row.accepted)) return charged
  // Once for the networks of one client, which share their limit.
  for (const limit of new Set(charges.map((charge) => charge.limit))) onLimit(limit)
  return limited(Math.max(...rows.map((row) => row.wait)))
}

export function limited(retryAfterSeconds: number): Limited {
  return { status: 'rate-limited', retryAfterSeconds }
}

export type ChargedBucket = {
  limit_name: LimitName
  subject: Uint8Array
  accepted: boolean
  /** In all its windows, this hit included when it was accepted. */
  hits: number
  /** Seconds until there is room; 0 when there was. */
  wait: number
}

/** Doubles from one second with each hit too many, up to what the limit allows; null where a full bucket is closed. */
const patience = (bucket: 'bucket' | 'excluded', hits: RawBuilder<unknown>) => {
  const column = (name: string) => sql.ref(`${bucket}.${name}`)
  // Not `least` of all three: it passes over a null.
  return sql`case when ${column('longest_wait_seconds')} is not null then make_interval(secs =>
    least(${column('longest_wait_seconds')}, power(2, least(16, cardinality(${hits}) - (${column('most')})[1])))
  ) end`
}

/**
 * One upsert for all buckets, in the order of their keys so that two of these never wait for each other. `source`
 * yields (limit, subject, windows as `json` writes them), no bucket twice.
 */
export function chargeStatement(source: RawBuilder<unknown>): RawBuilder<ChargedBucket> {
  return sql<ChargedBucket>`
    insert into limiter_bucket as bucket
      (limit_name, subject, spans, most, longest_wait_seconds, hits, accepted, expires_at)
    select limit_name, subject, spans, most, longest_wait_seconds, array[clock_timestamp()], true,
      clock_timestamp() + make_interval(secs => (select max(span) from unnest(spans) span))
    from (
      select limit_name, subject,
        array(select jsonb_array_elements_text(windows -> 'spans')::integer) as spans,
        array(select jsonb_array_elements_text(windows -> 'most')::integer) as most,
        (windows ->> 'longestWait')::integer as longest_wait_seconds
      from (${source}) as charge (limit_name, subject, windows)
      order by limit_name, subject
    ) as charges
    on conflict (limit_name, subject) do update set
      spans = excluded.spans,
      most = excluded.most,
      longest_wait_seconds = excluded.longest_wait_seconds,
      expires_at = excluded.expires_at,
      (hits, accepted) = (
        select case when room then live || at else live end, room
        from (
          select at, live, (
            select bool_and((
              select count(*) from unnest(live) hit where hit > at - make_interval(secs => span)
            ) < allowed)
            from unnest(excluded.spans, excluded.most) as w (span, allowed)
          ) or coalesce(at >= live[cardinality(live)] + ${patience('excluded', sql`live`)}, false) as room
          from (
            select at, array(
              select hit from unnest(bucket.hits) hit
              where hit > at - make_interval(secs => (select max(span) from unnest(excluded.spans) span))
            ) as live
            from (select clock_timestamp() as at) as clock
          ) as counted
        ) as judged
      )
    returning bucket.limit_name, bucket.subject, bucket.accepted, cardinality(bucket.hits) as hits,
      case when bucket.accepted then 0 else greatest(1, ceil(extract(epoch from coalesce(
        bucket.hits[cardinality(bucket.hits)] + ${patience('bucket', sql`bucket.hits`)},
        (
          select max(bucket.hits[cardinality(bucket.hits) - w.allowed + 1] + make_interval(secs => w.span))
          from unnest(bucket.spans, bucket.most) as w (span, allowed)
        )
      ) - clock_timestamp())))::integer end as wait`
}

/** The size of a bucket as `chargeStatement` reads it. */
export function json({
  windows,
  longestWaitSeconds,
}: Pick<Charge, 'windows' | 'longestWaitSeconds'>): string {
  return JSON.stringify({
    spans: windows.map((w) => w.seconds),
    most: windows.map((w) => w.most),
    longestWait: longestWaitSeconds,
  })
}
