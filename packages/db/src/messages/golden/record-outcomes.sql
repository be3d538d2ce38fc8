with outcome as (
  select *
  from jsonb_to_recordset($1::jsonb) as outcome(job_id uuid,
    claim integer,
    state text,
    failure text,
    detail text,
    uncounted integer,
    unclear integer,
    wait double precision)
),
ended as (
  delete from outbox_job as job using outcome
  where job.id = any(array(select outcome.job_id from outcome))
    and job.id = outcome.job_id
    and outcome.wait is null
    and (outcome.state = 'handed-over' or (job.claim = outcome.claim and job.leased_at is not null))
  returning job.id
),
delayed as (
  update outbox_job as job
  set leased_at = null, due_at = clock_timestamp() + make_interval(secs => outcome.wait)
  from outcome
  where job.id = any(array(select outcome.job_id from outcome))
    and job.id = outcome.job_id
    and job.claim = outcome.claim
    and outcome.wait is not null
    and job.leased_at is not null
  returning job.id
),
recorded as (
  update message
  set state = outcome.state,
    failure = outcome.failure,
    detail = outcome.detail,
    updated_at = clock_timestamp(),
    attempts = message.attempts - outcome.uncounted,
    unclear = message.unclear + outcome.unclear
  from outcome
  where message.id = any(array(select outcome.job_id from outcome))
    and message.id = outcome.job_id
    and message.state <> 'handed-over'
    and (outcome.state = 'handed-over' or message.id = any(array(select ended.id from ended)) or message.id = any(array(select delayed.id from delayed)))
  returning message.id,
    message.state,
    message.failure,
    message.detail,
    message.account_id,
    message.request_id,
    extract(epoch from clock_timestamp() - coalesce(message.requested_at, message.created_at))::float as seconds
),
event as (
  insert into webhook_event (type, data) (
    select 'mail.failed' as type, to_json(data) as data
    from (
      select cast(recorded.id as text) as "messageId",
        recorded.account_id as "accountId",
        cast(recorded.request_id as text) as "requestId",
        coalesce(cast(recorded.failure as text), 'unknown') as failure
      from recorded
      where recorded.state = 'dead'
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'mail.failed' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  union all (
    select 'mail.suppressed' as type, to_json(data) as data
    from (
      select cast(recorded.id as text) as "messageId",
        recorded.account_id as "accountId",
        cast(recorded.request_id as text) as "requestId",
        coalesce(recorded.detail, 'unknown') as reason
      from recorded
      where recorded.state = 'suppressed'
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'mail.suppressed' = any(webhook.types)
        and webhook.state != 'removed'
    )
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
select recorded.id, recorded.seconds
from recorded
