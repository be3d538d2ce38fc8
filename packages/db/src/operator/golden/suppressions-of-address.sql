select *, (until > clock_timestamp() and lifted_at is null) as lasts
from suppression
where address_digest = any($1)
order by reported_at
