delete from message
where ctid in (
  select ctid as row
  from message
  where created_at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
