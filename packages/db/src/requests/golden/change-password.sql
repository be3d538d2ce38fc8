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
    and u.id = (select account_id from secret where digest = $1 and kind in ('link', 'ticket'))::uuid
  for no key update
),
spent as (
  update secret
  set spent_at = clock_timestamp()
  from owner
  where secret.digest = $2
    and secret.kind in ('link', 'ticket')
    and secret.account_id = owner.id
    and secret.credential_version = owner.version
    and secret.spent_at is null
    and secret.voided_at is null
    and secret.expires_at > clock_timestamp()
  returning secret.account_id, secret.request_id, secret.kind
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
    and kind in ('link', 'code', 'ticket')
    and spent_at is null
    and voided_at is null
),
ended as (
  delete from session
  where account_id = (select id::uuid from changed)
  returning digest
),
success as (
  select id
  from changed
  where $5
),
forgotten_pair as (
  delete from limiter_bucket
  where limit_name = 'sign-in-by-address-and-client'
    and subject = $6
    and exists (select from success)
  returning subject
),
refunded_address as (
  update limiter_bucket
  set hits = trim_array(hits, least(cardinality(hits), (1)::integer))
  where limit_name = 'sign-in-by-address'
    and subject = $7
    and $8
    and exists (select from success)
    and (select count(*) >= 0 from forgotten_pair)
  returning subject
),
ended_streak as (
  update limiter_streak
  set failures = failures - $9::boolean::integer, since_success = 0
  where limit_name = 'sign-in-in-a-row'
    and subject = $10
    and exists (select from success)
    and (select count(*) >= 0 from refunded_address)
  returning subject
),
client_is_known as (
  insert into known_client (sign_in_pair)
  select cast($11 as bytea) as sign_in_pair
  from success
  where (select count(*) >= 0 from ended_streak)
  limit 1
  on conflict (sign_in_pair)
  do update
  set seen_at = clock_timestamp()
),
reopened_codes as (
  delete from limiter_streak
  where limit_name = 'guess-in-a-row'
    and subject = $12
    and exists (select from success)
    and (select count(*) >= 0 from ended_streak)
),
job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'password-changed' as kind, to_json(job) as payload, cast($13 as text) as trace_parent
  from (
    select changed.id as "accountId",
      to_char(changed.password_changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
      cast($14 as text) as device,
      coalesce(cast($15 as text), (select locale from recovery_request where id = spent.request_id)) as locale,
      coalesce(cast($16 as text), (select time_zone from recovery_request where id = spent.request_id)) as "timeZone"
    from changed
    inner join spent on spent.account_id = changed.id
  ) as job
),
audit as (
  insert into audit_event (kind, outcome, request_id, account_id, address_digest, client_digest)
  select 'password-changed' as kind,
    'changed' as outcome,
    spent.request_id,
    spent.account_id,
    (
      select address_digest
      from recovery_request
      where id = spent.request_id
    ) as address_digest,
    cast($17 as bytea) as client_digest
  from changed
  inner join spent on spent.account_id = changed.id
),
event as (
  insert into webhook_event (type, data) (
    select 'account.password_changed' as type, to_json(data) as data
    from (
      select changed.id as "accountId",
        spent.request_id as "requestId",
        case when spent.kind = 'link' then 'link' else 'code' end as by
      from changed
      inner join spent on spent.account_id = changed.id
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.password_changed' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  union all (
    select 'account.sessions_ended' as type, to_json(data) as data
    from (
      select changed.id as "accountId", spent.request_id as "requestId", 'password-changed' as because
      from changed
      inner join spent on spent.account_id = changed.id
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
    cast($18 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select changed.id
from changed
union all
select refuse_write('account')
where (select count(*) from changed) <> (select count(*) from spent)
