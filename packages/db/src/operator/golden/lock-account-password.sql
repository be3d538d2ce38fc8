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
    and u.id = $1::uuid
  for no key update
),
spent as (
  select owner.id as account_id
  from owner
),
changed as (
  update account
  set password_hash = $2,
    credential_version = credential_version + 1,
    password_changed_at = clock_timestamp()
  where id = (select account_id::uuid from spent)
  returning cast(id as text) as id, password_changed_at
),
ended as (
  delete from session
  where account_id = (select id::uuid from changed)
  returning digest
)
select changed.id
from changed
union all
select refuse_write('account')
where (select count(*) from changed) <> (select count(*) from spent)
