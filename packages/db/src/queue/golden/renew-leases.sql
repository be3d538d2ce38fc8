with held as (
  select *
  from jsonb_to_recordset($1::jsonb) as held(job_id uuid, claim integer)
)
update outbox_job as job
set leased_at = clock_timestamp()
from held
where (job.id = any(array(select held.job_id from held)) and job.id = held.job_id and job.claim = held.claim and job.leased_at is not null)
