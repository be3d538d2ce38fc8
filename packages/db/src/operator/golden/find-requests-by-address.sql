select *, closes_at > clock_timestamp() as open
from recovery_request
where address_digest = any($1)
  and email_canonical = $2
order by created_at desc
limit 21
