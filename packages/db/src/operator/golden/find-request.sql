select *, closes_at > clock_timestamp() as open
from recovery_request
where id = $1
