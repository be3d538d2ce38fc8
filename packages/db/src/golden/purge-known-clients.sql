delete from known_client
where ctid in (
  select ctid as row
  from known_client
  where seen_at < (select clock_timestamp()) - '180 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
