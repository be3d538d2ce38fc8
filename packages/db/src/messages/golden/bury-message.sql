with held as (
  select *
  from jsonb_to_recordset($1::jsonb) as held(job_id uuid, claim integer)
),
ended as (
  delete from outbox_job as job using held
  where (job.id = any(array(select held.job_id from held)) and job.id = held.job_id and job.claim = held.claim and job.leased_at is not null)
  returning job.id, job.kind, job.created_at
),
buried as (
  insert into message (id, kind, request_id, requested_at, state, failure, detail)
  select ended.id,
    ended.kind,
    (
      select request.id
      from recovery_request as request
      where request.id = cast($2 as uuid)
    ) as request_id,
    ended.created_at,
    'dead' as state,
    'unmailable' as failure,
    cast($3 as text) as detail
  from ended
  on conflict (id)
  do update
  set state = 'dead', failure = 'unmailable', detail = excluded.detail, updated_at = clock_timestamp()
  where message.state <> 'handed-over'
  returning message.id, message.account_id, message.request_id
),
event as (
  insert into webhook_event (type, data) (
    select 'mail.failed' as type, to_json(data) as data
    from (
      select cast(buried.id as text) as "messageId",
        buried.account_id as "accountId",
        cast(buried.request_id as text) as "requestId",
        'unmailable' as failure
      from buried
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'mail.failed' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($4 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select buried.id
from buried
