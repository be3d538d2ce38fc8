delete from audit_event
where ctid in (
  select ctid as row
  from audit_event
  where at < (select clock_timestamp()) - '90 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
