delete from limiter_streak
where ctid in (
  select ctid as row
  from limiter_streak
  where failures < 5
    and failed_at < (select clock_timestamp()) - '7 days'::interval
  limit 1000
  for update skip locked
)
returning ctid as row
