delete from limit_hit
where ctid in (
  select ctid as row
  from limit_hit
  where hour < (select clock_timestamp()) - '8 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
