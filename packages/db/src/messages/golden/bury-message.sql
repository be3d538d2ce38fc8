with held as (
  select *
  from jsonb_to_recordset($1::jsonb) as held(job_id uuid, claim integer)
),
ended as (
  delete from outbox_job as job using held
  where (job.id = any(array(select held.job_id from held)) and job.id = held.job_id and job.claim = held.claim and job.leased_at is not null)
  returning job.id, job.kind, job.created_at
)
insert into message (id, kind, requested_at, state, failure, detail)
select ended.id,
  ended.kind,
  ended.created_at,
  'dead' as state,
  'unmailable' as failure,
  cast($2 as text) as detail
from ended
on conflict (id)
do update
set state = 'dead', failure = 'unmailable', detail = excluded.detail, updated_at = clock_timestamp()
where message.state <> 'handed-over'
