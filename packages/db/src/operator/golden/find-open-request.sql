select id
from recovery_request
where id = $1
  and closes_at > clock_timestamp()
