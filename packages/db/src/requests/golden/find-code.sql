select s.request_id, a.email, a.email_canonical
from secret as s
inner join account as a on a.id = s.account_id
where s.digest = any($1)
  and s.kind in ('code')
  and s.spent_at is null
  and s.voided_at is null
  and s.expires_at > clock_timestamp()
  and a.status = 'active'
  and a.credential_version = s.credential_version
