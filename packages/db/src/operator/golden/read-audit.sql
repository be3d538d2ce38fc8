select *
from audit_event
where id > $1
  and at >= $2
  and at < clock_timestamp() - '10 seconds'::interval
order by id
limit 1000
