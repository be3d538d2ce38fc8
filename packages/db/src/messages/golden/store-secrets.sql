with minted as (
  select *
  from jsonb_to_recordset($1::jsonb) as minted(digest bytea,
    kind text,
    request_id uuid,
    account_id text,
    credential_version text,
    prepared_at timestamptz,
    minutes integer)
),
voided as (
  update secret
  set voided_at = clock_timestamp()
  where digest = any(array(
    select earlier.digest
    from (
      select s.digest, row_number() over(partition by s.request_id order by s.created_at desc) as place
      from secret as s
      where s.request_id = any(array(select request_id from minted where minted.kind = 'code'))
        and s.kind = 'code'
        and s.digest <> all(array(select digest from minted))
    ) as earlier
    where earlier.place >= 2
  ))
    and spent_at is null
    and voided_at is null
)
insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
select minted.digest,
  minted.kind,
  minted.request_id,
  minted.account_id,
  minted.credential_version,
  least(request.closes_at, minted.prepared_at + make_interval(mins => minted.minutes)) as expires_at
from minted
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
