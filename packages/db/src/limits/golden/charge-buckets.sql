insert into limiter_bucket (limit_name, subject, spans, most, longest_wait_seconds, hits, accepted, expires_at)
select hit.limit_name,
  hit.subject,
  hit.spans,
  hit.most,
  hit.longest_wait_seconds,
  array[clock_timestamp()] as hits,
  true as accepted,
  clock_timestamp() + make_interval(secs => (select max(span) from unnest(hit.spans) span)) as expires_at
from jsonb_to_recordset($1::jsonb) as hit(limit_name text, subject bytea, spans integer[], most integer[], longest_wait_seconds integer)
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
