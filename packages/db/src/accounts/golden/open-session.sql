with owner as materialized (
  select id, email, credential_version
  from account
  where id = $1
    and credential_version = $2
    and status = 'active'
  for share
),
opened as (
  insert into session (digest, account_id, credential_version, expires_at)
  select cast($3 as bytea) as digest,
    owner.id,
    owner.credential_version,
    clock_timestamp() + make_interval(mins => $4) as expires_at
  from owner
  returning account_id, created_at, expires_at
),
audit as (
  insert into audit_event (kind, outcome, account_id, client_digest)
  select 'signed-in' as kind,
    'signed-in' as outcome,
    cast(opened.account_id as text) as account_id,
    cast($5 as bytea) as client_digest
  from opened
),
success as (
  select account_id
  from opened
  where $6
),
forgotten_pair as (
  delete from limiter_bucket
  where limit_name = 'sign-in-by-address-and-client'
    and subject = $7
    and exists (select from success)
  returning subject
),
refunded_address as (
  update limiter_bucket
  set hits = trim_array(hits, least(cardinality(hits), (1)::integer))
  where limit_name = 'sign-in-by-address'
    and subject = $8
    and $9
    and exists (select from success)
    and (select count(*) >= 0 from forgotten_pair)
  returning subject
),
ended_streak as (
  update limiter_streak
  set failures = failures - $10::boolean::integer, since_success = 0
  where limit_name = 'sign-in-in-a-row'
    and subject = $11
    and exists (select from success)
    and (select count(*) >= 0 from refunded_address)
  returning subject
),
client_is_known as (
  insert into known_client (sign_in_pair)
  select cast($12 as bytea) as sign_in_pair
  from success
  where (select count(*) >= 0 from ended_streak)
  limit 1
  on conflict (sign_in_pair)
  do update
  set seen_at = clock_timestamp()
)
select owner.email, opened.created_at, opened.expires_at
from opened
inner join owner on owner.id = opened.account_id
