select s.kind,
  s.request_id,
  s.created_at,
  s.expires_at,
  s.spent_at,
  s.voided_at,
  s.expires_at <= clock_timestamp() as expired,
  (s.spent_at is null and s.voided_at is null and s.expires_at > clock_timestamp() and a.status = 'active' and a.version = s.credential_version) as good
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
where s.request_id = any($1)
order by s.created_at
