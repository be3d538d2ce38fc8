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
    and u.id = (select account_id from secret where digest = $1 and kind = any($2))::uuid
  for no key update
),
reserved as (
  update secret
  set reserved_until = clock_timestamp() + make_interval(secs => 30), change_id = cast($3 as uuid)
  from owner
  where secret.digest = $4
    and secret.kind = any($5)
    and secret.account_id = owner.id
    and (secret.kind = 'not-me' or secret.credential_version = owner.version)
    and secret.spent_at is null
    and secret.voided_at is null
    and secret.expires_at > clock_timestamp()
    and (secret.reserved_until is null or secret.reserved_until < clock_timestamp())
  returning secret.account_id
)
insert into outbox_job (id, kind, payload, due_at, trace_parent)
select cast($6 as uuid) as id,
  'settle-change' as kind,
  $7::jsonb as payload,
  clock_timestamp() + make_interval(secs => 10) as due_at,
  cast($8 as text) as trace_parent
from reserved
returning id
