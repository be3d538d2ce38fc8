with right_guess as (
  select cast($1 as uuid) as request_id
),
request_to_refund as materialized (
  select id
  from recovery_request
  where id = any(array(select request_id from right_guess))
  order by id
  for no key update
),
refunded as (
  update recovery_request
  set tries = greatest(tries - 1, 0), tries_by_address = greatest(tries_by_address - 1, 0)
  where id = any(array(select id from request_to_refund))
  returning id, address_digest
),
day_to_refund as materialized (
  select subject
  from limiter_bucket
  where limit_name = 'guess-by-address'
    and subject = any(array(select address_digest from refunded))
  order by subject
  for no key update
),
refunded_day as (
  update limiter_bucket
  set hits = trim_array(hits, least(cardinality(hits), ((select count(*) as hits from refunded where refunded.address_digest = limiter_bucket.subject))::integer))
  where limit_name = 'guess-by-address'
    and subject = any(array(select subject from day_to_refund))
  returning subject
),
streak_to_reset as materialized (
  select subject
  from limiter_streak
  where limit_name = 'guess-in-a-row'
    and subject = any(array(select address_digest from refunded))
    and (select count(*) >= 0 from refunded_day)
  order by subject
  for update
),
reset_streak as (
  delete from limiter_streak
  where limit_name = 'guess-in-a-row'
    and subject = any(array(select subject from streak_to_reset))
  returning subject
),
refunded_budget as (
  insert into limiter_slice (limit_name, span_seconds, ends_at, shard, hits)
  select slice.limit_name,
    slice.span_seconds,
    max(slice.ends_at) as ends_at,
    floor(random() * 8) as shard,
    -refund.hits as hits
  from (
    select count(*) as hits
    from refunded
    where (select count(*) >= 0 from reset_streak)
  ) as refund, limiter_slice as slice
  where refund.hits > 0
    and slice.limit_name = 'guess-in-all'
    and slice.ends_at > (select clock_timestamp())
  group by slice.limit_name, slice.span_seconds, refund.hits
  order by slice.span_seconds
  on conflict (limit_name, span_seconds, ends_at, shard)
  do update
  set hits = limiter_slice.hits + excluded.hits
)
select id
from refunded
