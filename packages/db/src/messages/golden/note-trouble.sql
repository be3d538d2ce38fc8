insert into delivery_trouble (worker, failure, answer, since, tried_at, next_try_at)
values ($1, $2, $3, clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(secs => $4))
on conflict (worker)
do update
set failure = excluded.failure,
  answer = excluded.answer,
  tried_at = excluded.tried_at,
  next_try_at = excluded.next_try_at
