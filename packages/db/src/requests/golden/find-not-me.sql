select a.email,
  a.email_canonical,
  a.status,
  s.expires_at,
  s.spent_at,
  s.voided_at,
  s.expires_at <= clock_timestamp() as expired
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
where s.digest = $1
  and s.kind in ('not-me')
