with spent as (
  update secret
  set spent_at = clock_timestamp()
  from account as owner
  where secret.digest = $1
    and secret.kind in ('not-me')
    and owner.id = secret.account_id
    and owner.status = 'active'
    and secret.spent_at is null
    and secret.voided_at is null
    and secret.expires_at > clock_timestamp()
  returning secret.account_id
),
changed as (
  update account
  set password_hash = $2,
    credential_version = credential_version + 1,
    password_changed_at = clock_timestamp()
  where id = (select account_id from spent)
  returning id, email_canonical
),
voided as (
  update secret
  set voided_at = clock_timestamp()
  where account_id = (select id from changed)
    and digest != $3
    and spent_at is null
    and voided_at is null
),
ended as (
  delete from session
  where account_id = (select id from changed)
),
opened as (
  insert into recovery_request (id, email_canonical, address_digest, client_digest, device, locale, time_zone, closes_at, emailed_at)
  select cast($4 as uuid) as id,
    changed.email_canonical,
    cast($5 as bytea) as address_digest,
    cast($6 as bytea) as client_digest,
    cast($7 as text) as device,
    cast($8 as text) as locale,
    cast($9 as text) as time_zone,
    clock_timestamp() + make_interval(mins => $10) as closes_at,
    clock_timestamp() as emailed_at
  from changed
  returning id, address_digest, client_digest, closes_at
),
job as (
  insert into outbox_job (kind, payload)
  select 'recovery' as kind, to_json(job) as payload
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
)
select changed.id as account_id, least(opened.closes_at, clock_timestamp() + make_interval(mins => $11)) as code_expires_at
from changed, opened
