delete from operator_link
where ctid in (
  select ctid as row
  from operator_link
  where expires_at < (select clock_timestamp()) - '24 hours'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
