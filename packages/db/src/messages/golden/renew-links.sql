with newest as materialized (
  select distinct on (link.digest) link.digest, withheld.minutes
  from jsonb_to_recordset($1::jsonb) as withheld(account_id text, version text, minutes integer)
  inner join lateral (
    select s.digest
    from secret as s
    where s.account_id = withheld.account_id
      and s.kind = 'link'
      and s.credential_version = withheld.version
      and s.spent_at is null
      and s.voided_at is null
      and s.created_at > clock_timestamp() - make_interval(hours => 24)
    order by exists (
      select m.id
      from message as m
      where m.request_id = s.request_id
        and m.state = 'handed-over'
    ) desc, s.created_at desc
    limit 1
  ) as link on true
  order by link.digest
)
update secret
set expires_at = greatest(secret.expires_at, least(clock_timestamp() + make_interval(mins => newest.minutes), secret.created_at + make_interval(hours => 24)))
from newest
where secret.digest = newest.digest
  and secret.spent_at is null
  and secret.voided_at is null
returning secret.account_id
