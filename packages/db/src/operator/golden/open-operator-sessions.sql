select digest
from operator_session
where digest = any($1)
  and expires_at > clock_timestamp()
  and last_seen_at > clock_timestamp() - make_interval(mins => 30)
