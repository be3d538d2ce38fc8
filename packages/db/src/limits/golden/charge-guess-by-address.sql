with budget as (
  select min(budget_window.most - coalesce(used.hits, 0))::integer as hits_left,
    min(greatest(1, ceil((budget_window.most - coalesce(used.hits, 0)) * 8::numeric / budget_window.most))) filter (where (budget_window.most - coalesce(used.hits, 0)) * 2 <= budget_window.most)::integer as share,
    max(used.wait) filter (where (budget_window.most - coalesce(used.hits, 0)) * 2 <= budget_window.most)::integer as wait
  from jsonb_to_recordset($1::jsonb) as budget_window(seconds integer, most integer)
  left join lateral (
    select sum(hits) as hits, greatest(1, ceil(extract(epoch from min(ends_at) filter (where hits > 0) - clock_timestamp()))) as wait
    from limiter_slice
    where limit_name = 'guess-in-all'
      and span_seconds = budget_window.seconds
      and ends_at > (select clock_timestamp())
  ) as used on true
),
admitted as (
  select wait
  from budget
  where (hits_left is null or hits_left > 0)
),
candidate as materialized (
  select id
  from recovery_request
  where id in (
    select id
    from recovery_request
    where address_digest = any($2)
      and closes_at > clock_timestamp()
      and emailed_at is not null
    order by emailed_at desc
    limit 5
  )
    and exists (select from admitted)
  order by id
  for no key update
),
tried as (
  update recovery_request
  set tries_by_address = tries_by_address + 1
  where id = any(array(select id from candidate))
    and tries < 5
    and tries_by_address < 5
  returning id
),
charged_share as (
  insert into limiter_bucket (limit_name, subject, spans, most, longest_wait_seconds, hits, accepted, expires_at)
  select hit.limit_name,
    hit.subject,
    hit.spans,
    hit.most,
    hit.longest_wait_seconds,
    array[clock_timestamp()] as hits,
    true as accepted,
    clock_timestamp() + make_interval(secs => (select max(span) from unnest(hit.spans) span)) as expires_at
  from (
    select 'guess-without-request'::text as limit_name,
      cast($3 as bytea) as subject,
      $4::integer[] as spans,
      $5::integer[] as most,
      null::integer as longest_wait_seconds
    from admitted
    where $6
      and (select count(*) >= 0 from tried)
  ) as hit
  order by hit.limit_name, hit.subject
  on conflict (limit_name, subject)
  do update
  set spans = excluded.spans,
    most = excluded.most,
    longest_wait_seconds = excluded.longest_wait_seconds,
    expires_at = excluded.expires_at,
    (hits, accepted) = (
      select case when room then live || at else live end, room
      from (
        select at,
          live,
          (
            select bool_and((select count(*) from unnest(live) hit where hit > at - make_interval(secs => span)) < allowed)
            from unnest(excluded.spans, excluded.most) as bucket_window (span, allowed)
          ) or coalesce(at >= live[cardinality(live)] + case when excluded.longest_wait_seconds is not null then make_interval(secs => least(excluded.longest_wait_seconds, power(2, least(16, cardinality(live) - (excluded.most)[1])))) end, false) as room
        from (
          select at, array(
            select hit
            from unnest(limiter_bucket.hits) hit
            where hit > at - make_interval(secs => (select max(span) from unnest(excluded.spans) span))
          ) as live
          from (select clock_timestamp() as at) as clock
        ) as counted
      ) as judged
    )
  returning limiter_bucket.limit_name,
    limiter_bucket.subject,
    limiter_bucket.accepted,
    cardinality(limiter_bucket.hits) as hits,
    case when limiter_bucket.accepted then 0 else greatest(1, ceil(extract(epoch from coalesce((limiter_bucket.hits)[cardinality(limiter_bucket.hits)] + case when limiter_bucket.longest_wait_seconds is not null then make_interval(secs => least(limiter_bucket.longest_wait_seconds, power(2, least(16, cardinality(limiter_bucket.hits) - (limiter_bucket.most)[1])))) end, (
      select max((limiter_bucket.hits)[cardinality(limiter_bucket.hits) - allowed + 1] + make_interval(secs => span))
      from unnest(limiter_bucket.spans, limiter_bucket.most) as bucket_window (span, allowed)
    )) - clock_timestamp())))::integer end as wait
),
guessed_address as (
  select cast($7 as bytea) as address_digest
  from admitted
  left join charged_share on true
  where charged_share.accepted is not false
    and (select count(*) >= 0 from tried)
),
day as (
  insert into limiter_bucket (limit_name, subject, spans, most, longest_wait_seconds, hits, accepted, expires_at)
  select hit.limit_name,
    hit.subject,
    hit.spans,
    hit.most,
    hit.longest_wait_seconds,
    array[clock_timestamp()] as hits,
    true as accepted,
    clock_timestamp() + make_interval(secs => (select max(span) from unnest(hit.spans) span)) as expires_at
  from (
    select 'guess-by-address'::text as limit_name,
      guessed_address.address_digest as subject,
      $8::integer[] as spans,
      $9::integer[] as most,
      null::integer as longest_wait_seconds
    from guessed_address
    where $10
  ) as hit
  order by hit.limit_name, hit.subject
  on conflict (limit_name, subject)
  do update
  set spans = excluded.spans,
    most = excluded.most,
    longest_wait_seconds = excluded.longest_wait_seconds,
    expires_at = excluded.expires_at,
    (hits, accepted) = (
      select case when room then live || at else live end, room
      from (
        select at,
          live,
          (
            select bool_and((select count(*) from unnest(live) hit where hit > at - make_interval(secs => span)) < allowed)
            from unnest(excluded.spans, excluded.most) as bucket_window (span, allowed)
          ) or coalesce(at >= live[cardinality(live)] + case when excluded.longest_wait_seconds is not null then make_interval(secs => least(excluded.longest_wait_seconds, power(2, least(16, cardinality(live) - (excluded.most)[1])))) end, false) as room
        from (
          select at, array(
            select hit
            from unnest(limiter_bucket.hits) hit
            where hit > at - make_interval(secs => (select max(span) from unnest(excluded.spans) span))
          ) as live
          from (select clock_timestamp() as at) as clock
        ) as counted
      ) as judged
    )
  returning limiter_bucket.limit_name,
    limiter_bucket.subject,
    limiter_bucket.accepted,
    cardinality(limiter_bucket.hits) as hits,
    case when limiter_bucket.accepted then 0 else greatest(1, ceil(extract(epoch from coalesce((limiter_bucket.hits)[cardinality(limiter_bucket.hits)] + case when limiter_bucket.longest_wait_seconds is not null then make_interval(secs => least(limiter_bucket.longest_wait_seconds, power(2, least(16, cardinality(limiter_bucket.hits) - (limiter_bucket.most)[1])))) end, (
      select max((limiter_bucket.hits)[cardinality(limiter_bucket.hits) - allowed + 1] + make_interval(secs => span))
      from unnest(limiter_bucket.spans, limiter_bucket.most) as bucket_window (span, allowed)
    )) - clock_timestamp())))::integer end as wait
),
streak as (
  insert into limiter_streak (limit_name, subject, failures)
  select 'guess-in-a-row' as limit_name, failed.subject, 1 as failures
  from (select subject from day where accepted = true order by subject) as failed
  on conflict (limit_name, subject)
  do update
  set failures = limiter_streak.failures + 1, failed_at = clock_timestamp()
  where limiter_streak.failures < $11
  returning limiter_streak.subject
),
spent_budget as (
  insert into limiter_slice (limit_name, span_seconds, ends_at, shard, hits)
  select 'guess-in-all' as limit_name,
    budget_window.seconds as span_seconds,
    to_timestamp(ceil(extract(epoch from clock_timestamp()) / greatest(1, budget_window.seconds / 10)) * greatest(1, budget_window.seconds / 10) + budget_window.seconds) as ends_at,
    floor(random() * 8) as shard,
    spent.hits as hits
  from (
    select count(*) as hits
    from streak
  ) as spent, jsonb_to_recordset($12::jsonb) as budget_window(seconds integer, most integer)
  where spent.hits > 0
  order by budget_window.seconds
  on conflict (limit_name, span_seconds, ends_at, shard)
  do update
  set hits = limiter_slice.hits + excluded.hits
),
charged_address as (
  select day.subject as address_digest,
    day.accepted as within_day,
    case when day.accepted = true then day.subject = any(array(select subject from streak)) end as within_streak
  from day
)
select array(
    select id
    from tried
  ) as request_ids,
  charged_address.within_day,
  charged_address.within_streak,
  charged_share.accepted as within_share,
  (
    select wait
    from budget
    where hits_left <= 0
  ) as closed_for
from budget
left join charged_address on true
left join charged_share on true
