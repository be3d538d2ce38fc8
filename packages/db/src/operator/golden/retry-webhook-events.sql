with wanted as materialized (
  select e.id, w.name, 'webhook:' || w.name as kind
  from webhook_event as e
  inner join webhook as w on e.type = any(w.types)
  left join webhook_delivery as d on d.event_id = e.id
    and d.webhook = w.name
  where w.state = 'on'
    and ($1::uuid[] is null or e.id = any($2::uuid[]))
    and (cast($3 as text) is null or w.name = $4)
    and (cast($5 as boolean) or d.state is null or d.state != 'delivered')
),
again as (
  update webhook_delivery as d
  set state = 'delayed', attempts = 0, updated_at = clock_timestamp()
  from wanted
  where d.event_id = wanted.id
    and d.webhook = wanted.name
),
hurried as (
  update outbox_job as j
  set due_at = clock_timestamp()
  from wanted
  where j.kind = wanted.kind
    and (j.payload ->> 'eventId')::uuid = wanted.id
    and j.leased_at is null
),
queued as (
  insert into outbox_job (kind, payload)
  select wanted.kind, jsonb_build_object('eventId', wanted.id) as payload
  from wanted
  where not exists (
    select j.id
    from outbox_job as j
    where j.kind = wanted.kind
      and (j.payload ->> 'eventId')::uuid = wanted.id
  )
)
select wanted.id
from wanted
