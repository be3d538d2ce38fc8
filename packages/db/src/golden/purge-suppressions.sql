delete from suppression
where ctid in (
  select ctid as row
  from suppression
  where until < (select clock_timestamp()) - '90 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
