select s.request_id, a.email, a.email_canonical
from secret as s
inner join lateral (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.id = s.account_id::uuid
) as a on true
where s.digest = any($1)
  and s.request_id = any($2)
  and s.kind in ('code')
  and s.spent_at is null
  and s.voided_at is null
  and s.expires_at > clock_timestamp()
  and a.status = 'active'
  and a.version = s.credential_version
