select s.kind,
  s.request_id,
  s.created_at,
  s.expires_at,
  s.spent_at,
  s.voided_at,
  s.expires_at <= clock_timestamp() as expired,
  (s.spent_at is null and s.voided_at is null and s.expires_at > clock_timestamp() and a.status = 'active' and a.credential_version = s.credential_version) as good
from secret as s
inner join account as a on a.id = s.account_id
where s.request_id = any($1)
order by s.created_at
