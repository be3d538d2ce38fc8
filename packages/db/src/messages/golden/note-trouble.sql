with known as materialized (
  select worker
  from delivery_trouble
  where worker = $1
),
noted as (
  insert into delivery_trouble (worker, failure, answer, since, tried_at, next_try_at)
  values ($2, $3, $4, clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(secs => $5))
  on conflict (worker)
  do update
  set failure = excluded.failure,
    answer = excluded.answer,
    tried_at = excluded.tried_at,
    next_try_at = excluded.next_try_at
  returning delivery_trouble.failure
),
event as (
  insert into webhook_event (type, data) (
    select 'mail.held' as type, to_json(data) as data
    from (select noted.failure from noted where not exists (select worker from known)) as data
    where exists (
      select webhook.name
      from webhook
      where 'mail.held' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($6 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select noted.failure
from noted
