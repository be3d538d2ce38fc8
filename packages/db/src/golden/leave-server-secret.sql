update server_secret
set seen_at = clock_timestamp() - '3 minutes'::interval
where fingerprint = $1
