delete from webhook_event
where ctid in (
  select ctid as row
  from webhook_event
  where at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
