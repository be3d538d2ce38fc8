import type { Charge, SubjectDigest, Window, WindowLimit } from '@latchkey/core'
import {
  type AliasedExpression,
  type Expression,
  type Kysely,
  type QueryCreator,
  type RawBuilder,
  type Selectable,
  sql,
} from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { type ColumnTypes, rows } from '../statements/rows.ts'

/*
 * A bucket holds the newest hits of one subject, oldest first: a sliding window that is exact and one row wide.
 */

type Bucket = Selectable<Schema['limiter_bucket']>

type BucketSize = Pick<Bucket, 'spans' | 'most' | 'longest_wait_seconds'>

/** One hit, and the size that its bucket has today. */
export type BucketHit = BucketSize & Pick<Bucket, 'limit_name' | 'subject'>

export const bucketHitColumns: ColumnTypes<BucketHit> = {
  limit_name: 'text',
  subject: 'bytea',
  spans: 'integer[]',
  most: 'integer[]',
  longest_wait_seconds: 'integer',
}

/** The columns of a hit on the bucket of a subject that the statement finds itself. */
export function hitOnSubject(
  limit: WindowLimit,
  subject: Expression<SubjectDigest>,
  size: { spans: Expression<unknown>; most: Expression<unknown> },
) {
  return [
    sql<string>`${limit}::text`.as('limit_name'),
    sql<SubjectDigest>`${subject}`.as('subject'),
    sql<number[]>`${size.spans}::integer[]`.as('spans'),
    sql<number[]>`${size.most}::integer[]`.as('most'),
    sql<null>`null::integer`.as('longest_wait_seconds'),
  ] as const
}

export function sizeOf(bucket: { windows: readonly Window[]; longestWaitSeconds?: number }) {
  return {
    spans: bucket.windows.map(({ seconds }) => seconds),
    most: bucket.windows.map(({ most }) => most),
    longest_wait_seconds: bucket.longestWaitSeconds ?? null,
  } satisfies BucketSize
}

export function hitOn(charge: Charge): BucketHit {
  return { limit_name: charge.limit, subject: charge.subject, ...sizeOf(charge) }
}

const chargeStatement = prepared('charge-buckets', (db, p: Values<{ hits: BucketHit[] }>) =>
  chargeBuckets(db, rows('hit', p.hits, bucketHitColumns)),
)

/** Charges each bucket. Every answer says whether its hit was accepted; a refused hit fills nothing. */
export function charge(db: Kysely<Schema>, charges: readonly Charge[]) {
  return chargeStatement(db, { hits: charges.map(hitOn) })
}

/**
 * One upsert for all buckets, in the order of their keys so that two of these never wait for each other. No bucket may
 * be hit twice. Returns the hits in each bucket, this one included if it was accepted, and the seconds to wait until
 * there is room, 0 if there was.
 */
export function chargeBuckets(db: QueryCreator<Schema>, hits: AliasedExpression<BucketHit, 'hit'>) {
  return db
    .insertInto('limiter_bucket')
    .columns([
      'limit_name',
      'subject',
      'spans',
      'most',
      'longest_wait_seconds',
      'hits',
      'accepted',
      'expires_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom(hits)
        .select([
          'hit.limit_name',
          'hit.subject',
          'hit.spans',
          'hit.most',
          'hit.longest_wait_seconds',
        ])
        .select((hit) => [
          sql<Date[]>`array[${now}]`.as('hits'),
          hit.lit(true).as('accepted'),
          sql<Date>`${now} + ${longestSpan(hit.ref('hit.spans'))}`.as('expires_at'),
        ])
        .orderBy('hit.limit_name')
        .orderBy('hit.subject'),
    )
    .onConflict((conflict) =>
      conflict.columns(['limit_name', 'subject']).doUpdateSet(({ ref }) => {
        const size = {
          spans: ref('excluded.spans'),
          most: ref('excluded.most'),
          longest_wait_seconds: ref('excluded.longest_wait_seconds'),
        }
        const hitsAndAccepted = sql`(${column('hits')}, ${column('accepted')}) =
          (${judged(ref('limiter_bucket.hits'), size)})`
        return {
          ...size,
          // The builder assigns one column at a time. These two come from one look at the clock and the hits.
          expires_at: sql<Date>`${ref('excluded.expires_at')}, ${hitsAndAccepted}`,
        }
      }),
    )
    .returning(({ ref }) => [
      'limiter_bucket.limit_name',
      'limiter_bucket.subject',
      'limiter_bucket.accepted',
      sql<number>`cardinality(${ref('limiter_bucket.hits')})`.as('hits'),
      secondsUntilRoom(ref('limiter_bucket.accepted'), ref('limiter_bucket.hits'), {
        spans: ref('limiter_bucket.spans'),
        most: ref('limiter_bucket.most'),
        longest_wait_seconds: ref('limiter_bucket.longest_wait_seconds'),
      }).as('wait'),
    ])
}

const column = (name: keyof Bucket) => sql.ref(name)

type SizeColumns = {
  spans: Expression<number[]>
  most: Expression<number[]>
  longest_wait_seconds: Expression<number | null>
}

/**
 * The bucket's hits after this one, and whether it was accepted: there was room in every window, or the wait since the
 * last hit was long enough.
 */
function judged(hits: Expression<Date[]>, size: SizeColumns): RawBuilder<unknown> {
  return sql`
    select case when room then live || at else live end, room
    from (
      select at, live, (
        select bool_and((select count(*) from unnest(live) hit where hit > at - make_interval(secs => span)) < allowed)
        from unnest(${size.spans}, ${size.most}) as bucket_window (span, allowed)
      ) or coalesce(at >= live[cardinality(live)] + ${waitBetween(sql`live`, size)}, false) as room
      from (
        select at, array(select hit from unnest(${hits}) hit where hit > at - ${longestSpan(size.spans)}) as live
        from (select ${now} as at) as clock
      ) as counted
    ) as judged`
}

function secondsUntilRoom(
  accepted: Expression<boolean>,
  hits: Expression<Date[]>,
  size: SizeColumns,
): RawBuilder<number> {
  const roomAt = sql`coalesce(
    (${hits})[cardinality(${hits})] + ${waitBetween(hits, size)},
    (
      select max((${hits})[cardinality(${hits}) - allowed + 1] + make_interval(secs => span))
      from unnest(${size.spans}, ${size.most}) as bucket_window (span, allowed)
    )
  )`
  return sql`case when ${accepted} then 0
    else greatest(1, ceil(extract(epoch from ${roomAt} - ${now})))::integer end`
}

/**
 * How long the next hit has to wait after the last: doubles from one second with each hit too many, up to what the
 * limit allows. Null if a full bucket is closed.
 */
function waitBetween(hits: Expression<unknown>, size: SizeColumns): RawBuilder<unknown> {
  const longest = size.longest_wait_seconds
  // Not `least` of all three: it passes over a null.
  return sql`case when ${longest} is not null then
    make_interval(secs => least(${longest}, power(2, least(16, cardinality(${hits}) - (${size.most})[1])))) end`
}

function longestSpan(spans: Expression<unknown>): RawBuilder<string> {
  return sql`make_interval(secs => (select max(span) from unnest(${spans}) span))`
}

/** Whether a bucket of this size would take no further hit now. */
export function isFull(
  hits: Expression<Date[]>,
  { spans, most }: Pick<SizeColumns, 'spans' | 'most'>,
): RawBuilder<boolean> {
  return sql<boolean>`(
    select bool_or((select count(*) from unnest(${hits}) hit where hit > ${now} - make_interval(secs => span)) >= allowed)
    from unnest(${spans}, ${most}) as bucket_window (span, allowed)
  )`
}

/** A bucket's hits without the newest `count`. */
export function withoutNewest(
  hits: Expression<Date[]>,
  count: Expression<unknown>,
): RawBuilder<Date[]> {
  return sql<Date[]>`trim_array(${hits}, least(cardinality(${hits}), (${count})::integer))`
}
