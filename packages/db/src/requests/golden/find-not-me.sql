select a.email,
  a.email_canonical,
  a.status,
  s.expires_at,
  s.spent_at,
  s.voided_at,
  s.expires_at <= clock_timestamp() as expired
from secret as s
inner join account as a on a.id = s.account_id
where s.digest = $1
  and s.kind in ('not-me')
