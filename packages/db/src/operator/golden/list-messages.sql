select m.*, r.email_canonical as requested_for, a.email, a.email_canonical, j.due_at, j.leased_at
from message as m
left join recovery_request as r on r.id = m.request_id
left join lateral (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.id = m.account_id::uuid
) as a on true
left join outbox_job as j on j.id = m.id
where (cast($1 as text) is null or m.state = $2)
  and (cast($3 as text) is null or m.failure = $4)
  and (cast($5 as uuid) is null or m.created_at < (
    select created_at
    from message
    where id = $6
  ) or (m.created_at = (select created_at from message where id = $7) and m.id < $8))
order by m.created_at desc, m.id desc
limit $9
