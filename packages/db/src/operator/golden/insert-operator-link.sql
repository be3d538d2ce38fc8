insert into operator_link (digest, operator, expires_at)
values ($1, $2, clock_timestamp() + make_interval(mins => $3))
returning expires_at
