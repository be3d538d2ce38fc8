select fingerprint, seen_at >= clock_timestamp() - '3 minutes'::interval as live
from server_secret
order by seen_at desc
limit 20
