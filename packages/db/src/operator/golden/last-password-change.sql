select at, request.locale, request.time_zone
from audit_event
left join recovery_request as request on request.id = audit_event.request_id
where kind = 'password-changed'
  and outcome = 'changed'
  and account_id = $1
  and at <= $2
  and at > clock_timestamp() - make_interval(mins => 1440)
order by at desc
limit 1
