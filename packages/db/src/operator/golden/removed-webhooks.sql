select w.name
from webhook as w
where w.state = 'removed'
  and (exists (
    select d.webhook
    from webhook_delivery as d
    where d.webhook = w.name
      and d.state != 'delivered'
      and ($1::uuid[] is null or d.event_id = any($2::uuid[]))
  ) or exists (
    select j.id
    from outbox_job as j
    where j.kind = 'webhook:' || w.name
      and ($3::uuid[] is null or (j.payload ->> 'eventId')::uuid = any($4::uuid[]))
  ))
order by w.name
