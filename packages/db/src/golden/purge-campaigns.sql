delete from campaign_account
where ctid in (
  select ctid as row
  from campaign_account
  where at < (select clock_timestamp()) - '90 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
