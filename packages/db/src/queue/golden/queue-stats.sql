with recursive kinds as (
  select first.kind
  from (select kind from outbox_job where leased_at is null order by kind limit 1) as first
  union all
  select next.kind
  from kinds
  inner join lateral (
    select outbox_job.kind
    from outbox_job
    where leased_at is null
      and outbox_job.kind > kinds.kind
    order by outbox_job.kind
    limit 1
  ) as next on true
)
select kinds.kind,
  exists (
    select webhook.name
    from webhook
    where kinds.kind = 'webhook:' || webhook.name
      and webhook.state != 'removed'
  ) as in_use,
  waiting.claim > 0 as again,
  count(*)::int as jobs,
  greatest(0, extract(epoch from clock_timestamp() - min(waiting.created_at)))::float as seconds
from kinds
inner join lateral (
  select claim, created_at
  from outbox_job
  where leased_at is null
    and outbox_job.kind = kinds.kind
  order by due_at
  limit 100000
) as waiting on true
group by kinds.kind, again
