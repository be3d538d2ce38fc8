delete from recovery_request
where ctid in (
  select ctid as row
  from recovery_request
  where created_at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
