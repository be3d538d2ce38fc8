delete from audit_event
where ctid in (
  select ctid as row
  from audit_event
  where outcome = 'refused'
    and account_id is null
    and at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
