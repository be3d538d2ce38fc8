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
insert into audit_event (kind, outcome, at, request_id, address_digest, client_digest)
select 'requested' as kind,
  'accepted' as outcome,
  r.created_at,
  r.id,
  r.address_digest,
  r.client_digest
from recovery_request as r
where r.id = any($3)
