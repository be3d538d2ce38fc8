select j.kind, j.due_at, (j.payload ->> 'eventId')::uuid as event_id
from outbox_job as j
where j.kind = any(array(select 'webhook:' || name as kind from webhook))
  and (j.payload ->> 'eventId')::uuid = any($1::uuid[])
order by j.kind
