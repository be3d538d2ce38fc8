with dropped as (
  delete from outbox_job
  where kind = $1
    and (leased_at is null or leased_at < clock_timestamp() - '1 minute'::interval)
  returning id
)
select count(*)::int as dropped
from dropped
