insert into suppression (address_digest, cause, detail, times, reported_at, recovery_until, until, lifted_at)
select given.address_digest,
  given.cause,
  given.detail,
  given.times,
  given.reported_at,
  given.recovery_until,
  given.until,
  given.lifted_at
from jsonb_to_recordset($1::jsonb) as given(address_digest bytea,
  cause text,
  detail text,
  times integer,
  reported_at timestamptz,
  recovery_until timestamptz,
  until timestamptz,
  lifted_at timestamptz)
on conflict (address_digest, cause)
do update
set detail = excluded.detail,
  times = excluded.times,
  reported_at = excluded.reported_at,
  recovery_until = excluded.recovery_until,
  until = excluded.until,
  lifted_at = excluded.lifted_at
where suppression.reported_at < excluded.reported_at
