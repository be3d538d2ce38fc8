with event as (
  insert into webhook_event (type, data)
  select given.type, given.data as data
  from jsonb_to_recordset($1::jsonb) as given(type text, data jsonb)
  where exists (
    select webhook.name
    from webhook
    where given.type = any(webhook.types)
      and webhook.state != 'removed'
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($2 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select event.id
from event
