delete from limiter_slice
where ctid in (
  select ctid as row
  from limiter_slice
  where ends_at < (select clock_timestamp())
  limit 1000
  for update skip locked
)
returning ctid as row
