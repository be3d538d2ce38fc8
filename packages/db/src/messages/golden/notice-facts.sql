select job.job_id,
  owner.id as account_id,
  owner.email,
  owner.email_canonical,
  owner.locale,
  owner.credential_version,
  cast(job.changed_at as timestamptz) > clock_timestamp() - make_interval(mins => 1440) as timely
from jsonb_to_recordset($1::jsonb) as job(job_id uuid, account_id uuid, changed_at text)
inner join lateral (
  select a.*
  from account as a
  where a.id = job.account_id
  offset 0
) as owner on true
