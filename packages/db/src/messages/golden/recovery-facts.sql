select job.job_id,
  request.device,
  request.locale as requested_in,
  request.time_zone,
  request.email_canonical as requested_for,
  request.created_at as requested_at,
  owner.id as account_id,
  owner.email,
  owner.email_canonical,
  owner.status,
  owner.locale,
  owner.version,
  owner.has_password,
  (request.closes_at > clock_timestamp() and job.queued_at > clock_timestamp() - make_interval(mins => 60)) as timely,
  (request.tries >= 5 or coalesce((
    select (
      select bool_or((
        select count(*)
        from unnest(day.hits) hit
        where hit > clock_timestamp() - make_interval(secs => span)
      ) >= allowed)
      from unnest(day.spans, day.most) as bucket_window (span, allowed)
    ) as is_full
    from limiter_bucket as day
    where day.limit_name = 'guess-by-address'
      and day.subject = request.address_digest
  ), false) or coalesce((
    select streak.failures >= cast($1 as integer) as is_full
    from limiter_streak as streak
    where streak.limit_name = 'guess-in-a-row'
      and streak.subject = request.address_digest
  ), false)) as codes_closed
from jsonb_to_recordset($2::jsonb) as job(job_id uuid, request_id uuid, queued_at timestamptz)
inner join lateral (
  select r.email_canonical collate default as email_canonical,
    r.email_unicode,
    r.address_digest,
    r.tries,
    r.device,
    r.locale,
    r.time_zone,
    r.created_at,
    r.closes_at
  from recovery_request as r
  where r.id = job.request_id
  offset 0
) as request on true
left join lateral (
  select cast(u.id as text) as id,
    u.email,
    u.email_canonical,
    u.status,
    u.password_hash is not null as has_password,
    u.locale,
    cast(u.credential_version as text) as version
  from account as u
  where u.email_canonical = request.email_canonical
  offset 0
) as owner on true
