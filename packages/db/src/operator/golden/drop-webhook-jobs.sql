with in_use as (
  select webhook.name
  from webhook
  where name = $1
    and state != 'removed'
),
dropped as (
  delete from outbox_job
  where kind = 'webhook:' || cast($2 as text)
    and (leased_at is null or leased_at < clock_timestamp() - '1 minute'::interval)
    and not exists (select name from in_use)
  returning id
)
select count(*)::int as dropped, exists (select name from in_use) as is_in_use
from dropped
