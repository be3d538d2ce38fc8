select job.job_id,
  owner.id as account_id,
  owner.email,
  owner.email_canonical,
  owner.locale,
  owner.version,
  cast(job.occurred_at as timestamptz) > clock_timestamp() - make_interval(mins => job.deadline_minutes) as timely
from jsonb_to_recordset($1::jsonb) as job(job_id uuid, account_id text, occurred_at text, deadline_minutes integer)
inner join lateral (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.id = job.account_id::uuid
  offset 0
) as owner on true
