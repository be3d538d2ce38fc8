select earlier.email_canonical, email.id
from recovery_request as current
inner join lateral (
  select r.id, r.email_canonical
  from recovery_request as r
  where r.address_digest = current.address_digest
    and r.created_at > clock_timestamp() - '2 days'::interval
  offset 0
) as earlier on true
inner join lateral (
  select m.id, m.kind, m.state, m.created_at
  from message as m
  where m.request_id = earlier.id
  offset 0
) as email on true
where current.id = any($1)
  and email.kind = 'no-account'
  and email.created_at > clock_timestamp() - '24 hours'::interval
  and email.state in ('sending', 'delayed', 'handed-over')
order by email.created_at
