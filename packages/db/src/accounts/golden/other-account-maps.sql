select fingerprint
from account_map
where fingerprint != $1
  and seen_at >= clock_timestamp() - '3 minutes'::interval
limit 1
