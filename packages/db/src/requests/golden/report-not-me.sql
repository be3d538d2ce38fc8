with owner as materialized (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.status = 'active'
    and u.id = (select account_id from secret where digest = $1 and kind in ('not-me'))::uuid
  for no key update
),
spent as (
  update secret
  set spent_at = clock_timestamp()
  from owner
  where secret.digest = $2
    and secret.kind in ('not-me')
    and owner.id = secret.account_id
    and secret.spent_at is null
    and secret.voided_at is null
    and secret.expires_at > clock_timestamp()
  returning secret.account_id
),
changed as (
  update account
  set password_hash = $3,
    credential_version = credential_version + 1,
    password_changed_at = clock_timestamp()
  where id = (select account_id::uuid from spent)
  returning cast(id as text) as id, password_changed_at
),
voided as (
  update secret
  set voided_at = clock_timestamp()
  where account_id = (select id from changed)
    and digest != $4
    and spent_at is null
    and voided_at is null
),
ended as (
  delete from session
  where account_id = (select id::uuid from changed)
  returning digest
),
opened as (
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
  select cast($5 as uuid) as id,
    cast($6 as text) as email_canonical,
    cast($7 as text) as email_unicode,
    cast($8 as bytea) as address_digest,
    cast($9 as bytea) as client_digest,
    cast($10 as text) as device,
    cast($11 as text) as locale,
    cast($12 as text) as time_zone,
    clock_timestamp() + make_interval(mins => $13) as closes_at,
    clock_timestamp() as emailed_at
  from changed
  returning id, address_digest, client_digest, closes_at
),
job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'recovery' as kind, to_json(job) as payload, cast($14 as text) as trace_parent
  from (select opened.id as "requestId", false as withheld from opened) as job
),
audit as (
  insert into audit_event (kind, outcome, request_id, account_id, address_digest, client_digest)
  select 'not-me' as kind,
    'reported' as outcome,
    opened.id as request_id,
    changed.id as account_id,
    opened.address_digest,
    opened.client_digest
  from changed, opened
),
reported as (
  select changed.id as account_id, least(opened.closes_at, clock_timestamp() + make_interval(mins => $15)) as code_expires_at
  from changed, opened
),
event as (
  insert into webhook_event (type, data) (
    select 'account.not_me_reported' as type, to_json(data) as data
    from (select changed.id as "accountId", opened.id as "requestId" from changed, opened) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.not_me_reported' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  union all (
    select 'account.sessions_ended' as type, to_json(data) as data
    from (
      select changed.id as "accountId", opened.id as "requestId", 'not-me-reported' as because
      from changed, opened
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.sessions_ended' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($16 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select account_id, code_expires_at
from reported
union all
select refuse_write('account'), null::timestamptz
where (select count(*) from changed) <> (select count(*) from spent)
