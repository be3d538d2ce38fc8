with forgotten as (
  delete from delivery_trouble
  where (next_try_at < tried_at or (tried_at < clock_timestamp() - '1 minute'::interval and next_try_at < clock_timestamp() - '1 minute'::interval))
  returning delivery_trouble.worker, delivery_trouble.failure
),
event as (
  insert into webhook_event (type, data) (
    select 'mail.resumed' as type, to_json(data) as data
    from (select forgotten.failure from forgotten) as data
    where exists (
      select webhook.name
      from webhook
      where 'mail.resumed' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($1 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select forgotten.worker
from forgotten
