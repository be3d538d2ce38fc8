insert into limiter_streak (limit_name, subject, failures)
select 'sign-in-in-a-row' as limit_name, failed.subject, 1 as failures
from (select cast($1 as bytea) as subject) as failed
on conflict (limit_name, subject)
do update
set failures = limiter_streak.failures + 1, failed_at = clock_timestamp()
where (limiter_streak.failures < $2 or $3)
returning limiter_streak.subject
