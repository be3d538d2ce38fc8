select m.*, r.email_canonical as requested_for, a.email, a.email_canonical, j.due_at, j.leased_at
from message as m
left join recovery_request as r on r.id = m.request_id
left join account as a on a.id = m.account_id
left join outbox_job as j on j.id = m.id
where (m.request_id = any($1) or (m.kind = 'password-changed' and m.account_id = $2))
  and m.created_at >= $3
order by m.created_at
