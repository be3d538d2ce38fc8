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
    select 'guess-in-all-by-client'::text as limit_name,
      asking.network as subject,
      array[3600]::integer[] as spans,
      array[budget.share]::integer[] as most,
      null::integer as longest_wait_seconds
    from (select cast($2 as bytea) as network) as asking, budget
    where budget.share is not null
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
)
select charged_share.accepted, budget.wait
from budget
left join charged_share on true
