select id
from outbox_job
where id = $1
  and leased_at is not null
