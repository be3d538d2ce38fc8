update account_map
set seen_at = clock_timestamp() - '1 hour'::interval
where fingerprint = $1
