select at
from audit_event
where kind = $1
  and outcome = $2
  and account_id = $3
  and at <= $4
  and at > clock_timestamp() - make_interval(mins => $5)
order by at desc
limit 1
