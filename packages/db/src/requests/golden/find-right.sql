select a.email,
  a.email_canonical,
  s.expires_at,
  s.spent_at,
  s.expires_at <= clock_timestamp() as expired,
  (s.voided_at is null and a.status = 'active' and a.credential_version = s.credential_version) as valid
from secret as s
inner join account as a on a.id = s.account_id
where s.digest = $1
  and s.kind in ('link', 'ticket')
