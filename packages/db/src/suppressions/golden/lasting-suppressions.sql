select address_digest, cause, recovery_until > clock_timestamp() as stops_recovery
from suppression
where address_digest = any($1)
  and until > clock_timestamp()
  and lifted_at is null
