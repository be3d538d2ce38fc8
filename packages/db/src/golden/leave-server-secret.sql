update server_secret
set seen_at = clock_timestamp() - '1 hour'::interval
where fingerprint = $1
