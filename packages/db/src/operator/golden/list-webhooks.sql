select w.name,
  w.url,
  w.types,
  w.state,
  ended.delivered,
  ended.failed,
  jobs.waiting,
  jobs.seconds,
  last.updated_at as failed_at,
  last.answer
from webhook as w
left join (
  select webhook,
    (count(*) filter (where state = 'delivered'))::int as delivered,
    (count(*) filter (where state = 'dead' and answer <> 'dropped by an operator'))::int as failed
  from webhook_delivery
  group by webhook
) as ended on ended.webhook = w.name
left join lateral (
  select count(*)::int as waiting, greatest(0, extract(epoch from clock_timestamp() - min(job.created_at)))::float as seconds
  from (
    select j.created_at
    from outbox_job as j
    where j.kind = 'webhook:' || w.name
    limit 100000
  ) as job
) as jobs on true
left join lateral (
  select d.updated_at, d.answer
  from webhook_delivery as d
  where d.webhook = w.name
    and d.state <> 'delivered'
    and d.answer <> 'dropped by an operator'
  order by d.updated_at desc
  limit 1
) as last on true
order by w.name
