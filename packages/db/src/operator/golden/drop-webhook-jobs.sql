with in_use as (
  select webhook.name
  from webhook
  where name = $1
    and state != 'removed'
),
dropped as (
  delete from outbox_job
  where kind = 'webhook:' || cast($2 as text)
    and (leased_at is null or leased_at < clock_timestamp() - '1 minute'::interval)
    and not exists (select name from in_use)
  returning id, (payload ->> 'eventId')::uuid as event_id
),
noted as (
  insert into webhook_delivery (event_id, webhook, state, answer, attempts)
  select distinct e.id,
    cast($3 as text) as webhook,
    'dead' as state,
    'dropped by an operator' as answer,
    0 as attempts
  from dropped
  inner join webhook_event as e on e.id = dropped.event_id
  on conflict (event_id, webhook)
  do update
  set state = excluded.state, answer = excluded.answer, updated_at = clock_timestamp()
  where webhook_delivery.state != 'delivered'
)
select count(*)::int as dropped, exists (select name from in_use) as is_in_use
from dropped
