select *
from audit_event
where id > $1
  and at >= $2
  and at < (select case when pg_is_in_recovery() then coalesce(pg_last_xact_replay_timestamp(), '-infinity') else clock_timestamp() end - '10 seconds'::interval)
order by id
limit 1000
