with spend as materialized (
  select *
  from jsonb_to_recordset($1::jsonb) as spend(request_id uuid,
    code_digests bytea[],
    ticket_digest bytea,
    ticket_minutes integer,
    client_digest bytea)
),
code as materialized (
  select secret.digest, secret.account_id, spend.request_id
  from secret
  inner join spend on spend.request_id = secret.request_id
  where secret.digest = any(array(select unnest(code_digests) as digest from spend))
    and secret.digest = any(spend.code_digests)
    and secret.kind in ('code')
),
owner as materialized (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.id = any(array(select account_id from code)::uuid[])
    and u.status = 'active'
  order by u.id
  for no key update
),
spent as (
  update secret
  set spent_at = clock_timestamp()
  from code
  inner join owner on owner.id = code.account_id
  where secret.digest = any(array(select digest from code))
    and secret.digest = code.digest
    and secret.credential_version = owner.version
    and secret.spent_at is null
    and secret.voided_at is null
    and secret.expires_at > clock_timestamp()
  returning code.request_id,
    secret.account_id,
    secret.credential_version,
    owner.email,
    owner.email_canonical
),
ticket as (
  insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
  select spend.ticket_digest,
    'ticket' as kind,
    spent.request_id,
    spent.account_id,
    spent.credential_version,
    clock_timestamp() + make_interval(mins => spend.ticket_minutes) as expires_at
  from spent
  inner join spend on spend.request_id = spent.request_id
  returning request_id, expires_at
),
right_guess as (
  select request_id
  from ticket
),
request_to_refund as materialized (
  select id
  from recovery_request
  where id = any(array(select request_id from right_guess))
  order by id
  for no key update
),
refunded as (
  update recovery_request
  set tries = greatest(tries - 1, 0), tries_by_address = greatest(tries_by_address - 1, 0)
  where id = any(array(select id from request_to_refund))
  returning id, address_digest
),
day_to_refund as materialized (
  select subject
  from limiter_bucket
  where limit_name = 'guess-by-address'
    and subject = any(array(select address_digest from refunded))
  order by subject
  for no key update
),
refunded_day as (
  update limiter_bucket
  set hits = trim_array(hits, least(cardinality(hits), ((select count(*) as hits from refunded where refunded.address_digest = limiter_bucket.subject))::integer))
  where limit_name = 'guess-by-address'
    and subject = any(array(select subject from day_to_refund))
  returning subject
),
streak_to_reset as materialized (
  select subject
  from limiter_streak
  where limit_name = 'guess-in-a-row'
    and subject = any(array(select address_digest from refunded))
    and (select count(*) >= 0 from refunded_day)
  order by subject
  for update
),
reset_streak as (
  delete from limiter_streak
  where limit_name = 'guess-in-a-row'
    and subject = any(array(select subject from streak_to_reset))
  returning subject
),
refunded_budget as (
  insert into limiter_slice (limit_name, span_seconds, ends_at, shard, hits)
  select slice.limit_name,
    slice.span_seconds,
    max(slice.ends_at) as ends_at,
    floor(random() * 8) as shard,
    -refund.hits as hits
  from (
    select count(*) as hits
    from refunded
    where (select count(*) >= 0 from reset_streak)
  ) as refund, limiter_slice as slice
  where refund.hits > 0
    and slice.limit_name = 'guess-in-all'
    and slice.ends_at > (select clock_timestamp())
  group by slice.limit_name, slice.span_seconds, refund.hits
  order by slice.span_seconds
  on conflict (limit_name, span_seconds, ends_at, shard)
  do update
  set hits = limiter_slice.hits + excluded.hits
),
audit as (
  insert into audit_event (kind, outcome, request_id, account_id, address_digest, client_digest)
  select 'code-verified' as kind,
    'verified' as outcome,
    spent.request_id,
    spent.account_id,
    refunded.address_digest,
    spend.client_digest
  from spent
  inner join spend on spend.request_id = spent.request_id
  left join refunded on refunded.id = spent.request_id
)
select spent.request_id, spent.email, spent.email_canonical, ticket.expires_at
from spent
inner join ticket on ticket.request_id = spent.request_id
