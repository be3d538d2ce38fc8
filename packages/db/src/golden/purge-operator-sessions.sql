delete from operator_session
where ctid in (
  select ctid as row
  from operator_session
  where expires_at < (select clock_timestamp())
  limit 1000
  for update skip locked
)
returning ctid as row
