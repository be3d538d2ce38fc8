delete from outbox_job
where ctid in (
  select ctid as row
  from outbox_job
  where kind = any(array(select 'webhook:' || name as kind from webhook))
    and leased_at is null
    and created_at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
