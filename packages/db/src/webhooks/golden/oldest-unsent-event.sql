select extract(epoch from clock_timestamp() - min(e.at))::float as seconds
from webhook as w
inner join lateral (
  select (job.payload ->> 'eventId')::uuid as event_id
  from outbox_job as job
  where job.kind = 'webhook:' || w.name
  limit 100000
) as job on true
inner join webhook_event as e on e.id = job.event_id
where e.type = 'account.sessions_ended'
  and w.state != 'removed'
