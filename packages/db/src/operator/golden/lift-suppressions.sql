update suppression
set lifted_at = clock_timestamp()
where address_digest = any($1)
  and until > clock_timestamp()
  and lifted_at is null
returning address_digest, cause
