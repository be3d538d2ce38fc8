select known.*,
  report.n,
  clock_timestamp() as now,
  exists (
    select m.id
    from message as m
    where m.id = report.message_id
  ) as is_ours
from jsonb_to_recordset($1::jsonb) as report(n integer, digest bytea, cause text, message_id uuid)
left join lateral (
  select s.times, s.reported_at, s.recovery_until, s.until, s.lifted_at
  from suppression as s
  where s.address_digest = report.digest
    and s.cause = report.cause
  offset 0
) as known on true
