with opened as (
  insert into recovery_request (id,
    email_canonical,
    email_unicode,
    address_digest,
    client_digest,
    device,
    locale,
    time_zone,
    closes_at,
    emailed_at)
  values ($1,
    $2,
    $3,
    $4,
    $5,
    cast(null as text),
    cast(null as text),
    cast(null as text),
    clock_timestamp() + make_interval(mins => 15),
    cast(null as timestamptz))
  returning recovery_request.id, recovery_request.closes_at
),
minted as (
  insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
  select cast($6 as bytea) as digest,
    'link' as kind,
    opened.id as request_id,
    cast($7 as text) as account_id,
    cast($8 as text) as credential_version,
    opened.closes_at as expires_at
  from opened
  returning secret.account_id, secret.request_id, secret.expires_at
),
issued as (
  insert into audit_event (kind, outcome, request_id, account_id, operator, reason)
  select 'link-issued' as kind,
    'issued' as outcome,
    minted.request_id,
    minted.account_id,
    cast($9 as text) as operator,
    cast($10 as text) as reason
  from minted
  returning audit_event.account_id, audit_event.request_id, audit_event.operator, audit_event.reason
),
job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'link-issued' as kind, to_json(job) as payload, cast($11 as text) as trace_parent
  from (
    select minted.account_id as "accountId", to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
    from minted
  ) as job
),
event as (
  insert into webhook_event (type, data) (
    select 'account.link_issued' as type, to_json(data) as data
    from (
      select issued.account_id as "accountId",
        issued.request_id as "requestId",
        issued.operator,
        issued.reason
      from issued
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.link_issued' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($12 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select minted.expires_at
from minted
