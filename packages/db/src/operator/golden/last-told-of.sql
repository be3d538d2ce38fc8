select at, request.locale, request.time_zone
from audit_event
left join recovery_request as request on request.id = audit_event.request_id
where kind = $1
  and outcome = any($2)
  and account_id = $3
  and at <= $4
  and at > clock_timestamp() - make_interval(mins => $5)
order by at desc
limit 1
