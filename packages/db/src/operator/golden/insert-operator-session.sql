insert into operator_session (digest, operator, expires_at)
values ($1, $2, clock_timestamp() + make_interval(mins => $3))
returning operator, created_at, expires_at
