select j.id, j.created_at, j.payload ->> 'requestId' as request_id
from outbox_job as j
where j.kind = 'recovery'
  and j.created_at > $1
  and j.payload ->> 'requestId' = any($2)
  and not exists (select from message as m where m.id = j.id)
order by j.created_at
