select a.email,
  s.created_at,
  s.expires_at,
  s.last_seen_at < clock_timestamp() - '1 minute'::interval as seen_long_ago
from session as s
inner join account as a on a.id = s.account_id
where s.digest = $1
  and s.expires_at > clock_timestamp()
  and s.last_seen_at > clock_timestamp() - make_interval(mins => $2)
  and s.credential_version = a.credential_version
  and a.status = 'active'
