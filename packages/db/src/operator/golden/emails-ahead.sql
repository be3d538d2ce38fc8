select count(*)::int as emails, count(waiting.failure)::int as unreachable
from (
  select m.failure
  from outbox_job as j
  left join message as m on m.id = j.id
  where j.leased_at is null
    and j.kind in ('recovery', 'password-changed', 'link-issued', 'reset-required')
    and (j.claim = 0 or m.failure = 'unreachable')
  limit 1000
) as waiting
