select a.email
from (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
) as a
where coalesce(a.email_canonical, lower(a.email)) <> $1
  and (coalesce(a.email_canonical, lower(a.email)) = any($2) or coalesce(a.email_canonical, lower(a.email)) ~ $3)
order by coalesce(a.email_canonical, lower(a.email))
limit $4
