with requested as (
  select 1 as n,
    id,
    address_digest,
    closes_at,
    cast($1 as integer) as code_minutes,
    cast($2 as text) as trace_parent
  from recovery_request
  where id = $3
    and closes_at > clock_timestamp()
),
budget as (
  select min(budget_window.most - coalesce(used.hits, 0))::integer as hits_left,
    min(greatest(1, ceil((budget_window.most - coalesce(used.hits, 0)) * 8::numeric / budget_window.most))) filter (where (budget_window.most - coalesce(used.hits, 0)) * 2 <= budget_window.most)::integer as share,
    max(used.wait) filter (where (budget_window.most - coalesce(used.hits, 0)) * 2 <= budget_window.most)::integer as wait
  from jsonb_to_recordset($4::jsonb) as budget_window(seconds integer, most integer)
  left join lateral (
    select sum(hits) as hits, greatest(1, ceil(extract(epoch from min(ends_at) filter (where hits > 0) - clock_timestamp()))) as wait
    from limiter_slice
    where limit_name = 'request-in-all'
      and span_seconds = budget_window.seconds
      and ends_at > (select clock_timestamp())
  ) as used on true
),
within_budget as materialized (
  select requested.n, requested.id, requested.address_digest, asking.network
  from requested
  inner join jsonb_to_recordset($5::jsonb) as asking(n integer, network bytea) on asking.n = requested.n
  cross join budget
  where (budget.hits_left is null or requested.n <= budget.hits_left)
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
    select 'request-in-all-by-client'::text as limit_name,
      asking.network as subject,
      array[3600]::integer[] as spans,
      array[budget.share]::integer[] as most,
      null::integer as longest_wait_seconds
    from (select network from within_budget) as asking, budget
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
),
admitted as (
  select within_budget.n, within_budget.id, within_budget.address_digest, within_budget.network
  from within_budget
  left join charged_share on charged_share.subject = within_budget.network
  where charged_share.accepted is not false
),
network as (
  select *
  from jsonb_to_recordset($6::jsonb) as network(limit_name text,
    subject bytea,
    spans integer[],
    most integer[],
    longest_wait_seconds integer,
    n integer,
    network integer)
  where n in (select n from admitted)
),
charged_network as (
  insert into limiter_bucket (limit_name, subject, spans, most, longest_wait_seconds, hits, accepted, expires_at)
  select hit.limit_name,
    hit.subject,
    hit.spans,
    hit.most,
    hit.longest_wait_seconds,
    array[clock_timestamp()] as hits,
    true as accepted,
    clock_timestamp() + make_interval(secs => (select max(span) from unnest(hit.spans) span)) as expires_at
  from (select limit_name, subject, spans, most, longest_wait_seconds from network) as hit
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
client as (
  select network.n,
    bool_and(charged_network.accepted) as accepted,
    json_agg(json_build_object('network', network.network, 'accepted', charged_network.accepted, 'wait', charged_network.wait)) as networks
  from network
  inner join charged_network on charged_network.limit_name = network.limit_name
    and charged_network.subject = network.subject
  group by network.n
),
passed as (
  select admitted.n,
    admitted.id,
    admitted.address_digest,
    sha256(admitted.address_digest || admitted.network) as pair
  from admitted
  left join client on client.n = admitted.n
  where client.accepted is not false
),
charged_pair as (
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
    select 'mail-by-address-and-client'::text as limit_name,
      passed.pair as subject,
      $7::integer[] as spans,
      $8::integer[] as most,
      null::integer as longest_wait_seconds
    from passed
    where $9
      and cardinality($10::integer[]) > 0
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
charged_address as (
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
    select 'mail-by-address'::text as limit_name,
      passed.address_digest as subject,
      $11::integer[] as spans,
      $12::integer[] as most,
      null::integer as longest_wait_seconds
    from passed
    left join charged_pair on charged_pair.subject = passed.pair
    where $13
      and charged_pair.accepted is not false
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
passed_email as (
  select passed.id,
    charged_pair.accepted is false as beyond_share,
    (charged_pair.accepted is false or charged_address.accepted is false) as withheld
  from passed
  left join charged_pair on charged_pair.subject = passed.pair
  left join charged_address on charged_address.subject = passed.address_digest
),
opened as (
  select requested.id, requested.closes_at
  from requested
  inner join passed on passed.n = requested.n
),
emailed as (
  update recovery_request
  set emailed_at = clock_timestamp()
  from passed_email
  where recovery_request.id = passed_email.id
    and recovery_request.id = $14
    and passed_email.withheld = false
),
job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'recovery' as kind,
    to_json(job) as payload,
    cast((select requested.trace_parent from requested where requested.id = job."requestId") as text) as trace_parent
  from (select passed_email.id as "requestId", passed_email.withheld from passed_email) as job
),
spent_budget as (
  insert into limiter_slice (limit_name, span_seconds, ends_at, shard, hits)
  select 'request-in-all' as limit_name,
    budget_window.seconds as span_seconds,
    to_timestamp(ceil(extract(epoch from clock_timestamp()) / greatest(1, budget_window.seconds / 10)) * greatest(1, budget_window.seconds / 10) + budget_window.seconds) as ends_at,
    floor(random() * 8) as shard,
    spent.hits as hits
  from (
    select count(*) as hits
    from passed
  ) as spent, jsonb_to_recordset($15::jsonb) as budget_window(seconds integer, most integer)
  where spent.hits > 0
  order by budget_window.seconds
  on conflict (limit_name, span_seconds, ends_at, shard)
  do update
  set hits = limiter_slice.hits + excluded.hits
),
outcome as (
  select requested.n,
    opened.id is not null as opened,
    least(opened.closes_at, clock_timestamp() + make_interval(mins => requested.code_minutes)) as code_expires_at,
    passed_email.withheld,
    passed_email.beyond_share,
    within_budget.n is not null as had_its_share,
    client.networks,
    case when admitted.n is null then coalesce(budget.wait, 1) end as closed_for
  from requested
  cross join budget
  left join client on client.n = requested.n
  left join opened on opened.id = requested.id
  left join within_budget on within_budget.n = requested.n
  left join admitted on admitted.n = requested.n
  left join passed_email on opened.id is not null
    and passed_email.id = requested.id
)
select *
from outcome
order by n
