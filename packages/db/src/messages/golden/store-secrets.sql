insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
select minted.digest,
  minted.kind,
  minted.request_id,
  minted.account_id,
  minted.credential_version,
  least(request.closes_at, minted.prepared_at + make_interval(mins => minted.minutes)) as expires_at
from jsonb_to_recordset($1::jsonb) as minted(digest bytea,
  kind text,
  request_id uuid,
  account_id uuid,
  credential_version integer,
  prepared_at timestamptz,
  minutes integer)
left join lateral (
  select r.closes_at
  from recovery_request as r
  where r.id = minted.request_id
  offset 0
) as request on true
on conflict (digest)
do update
set expires_at = excluded.expires_at
returning digest, expires_at
