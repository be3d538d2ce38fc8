with held as (
  select *
  from jsonb_to_recordset($1::jsonb) as held(job_id uuid, claim integer)
)
delete from outbox_job as job using held
where (job.id = any(array(select held.job_id from held)) and job.id = held.job_id and job.claim = held.claim and job.leased_at is not null)
