insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
select minted.digest,
  minted.kind,
  minted.request_id,
  minted.account_id,
  minted.version,
  least(request.closes_at, clock_timestamp() + make_interval(mins => minted.minutes)) as expires_at
from jsonb_to_recordset($1::jsonb) as minted(digest bytea, kind text, request_id uuid, account_id uuid, version integer, minutes integer)
left join lateral (
  select closes_at
  from recovery_request
  where id = minted.request_id
  offset 0
) as request on true
on conflict (digest)
do update
set expires_at = excluded.expires_at
returning digest, expires_at
