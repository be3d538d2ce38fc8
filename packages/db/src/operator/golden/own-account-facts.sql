select a.created_at,
  a.password_changed_at,
  (
    select count(*) as count
    from session
    where account_id = a.id
      and expires_at > clock_timestamp()
  ) as sessions
from account as a
where a.id = $1
