insert into limiter_streak (limit_name, subject, failures, since_success)
values ('sign-in-in-a-row', $1, 1, 1)
on conflict (limit_name, subject)
do update
set failures = limiter_streak.failures + 1,
  since_success = limiter_streak.since_success + 1,
  failed_at = clock_timestamp()
returning limiter_streak.failures, limiter_streak.since_success
