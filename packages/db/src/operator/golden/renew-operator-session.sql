update operator_session
set last_seen_at = clock_timestamp()
where digest = $1
  and expires_at > clock_timestamp()
  and last_seen_at > clock_timestamp() - make_interval(mins => 30)
returning operator, created_at, expires_at
