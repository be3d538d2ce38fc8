select cast(u.id as text) as id,
  u.email,
  u.email_canonical,
  u.status,
  u.password_hash is not null as has_password,
  u.locale,
  cast(u.credential_version as text) as version
from account as u
where u.id = $1::uuid
