delete from secret
where ctid in (
  select ctid as row
  from secret
  where expires_at < (select clock_timestamp()) - '24 hours'::interval
  limit 1000
  for update skip locked
)
returning ctid as row, (spent_at is null and voided_at is null) as expired_unused
