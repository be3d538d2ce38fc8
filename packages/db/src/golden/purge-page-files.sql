delete from page_file
where ctid in (
  select ctid as row
  from page_file
  where kept_until < (select clock_timestamp())
  limit 1000
  for update skip locked
)
returning ctid as row
