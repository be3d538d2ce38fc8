select m.*, r.email_canonical as requested_for, a.email, a.email_canonical, j.due_at, j.leased_at
from message as m
left join recovery_request as r on r.id = m.request_id
left join account as a on a.id = m.account_id
left join outbox_job as j on j.id = m.id
where (cast($1 as text) is null or m.state = $2)
  and (cast($3 as text) is null or m.failure = $4)
order by m.created_at desc
limit $5
