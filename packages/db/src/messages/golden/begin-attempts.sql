with attempt as (
  select *
  from jsonb_to_recordset($1::jsonb) as attempt(id uuid,
    kind text,
    state text,
    detail text,
    request_id uuid,
    account_id text,
    requested_at timestamptz)
),
unfinished as materialized (
  select message.id
  from message
  where message.id = any(array(select attempt.id from attempt))
    and message.state = 'sending'
)
insert into message (id, kind, state, detail, request_id, account_id, requested_at)
select *
from attempt
on conflict (id)
do update
set kind = excluded.kind,
  state = excluded.state,
  detail = excluded.detail,
  failure = null,
  updated_at = clock_timestamp(),
  account_id = excluded.account_id,
  attempts = message.attempts + 1,
  unclear = message.unclear + case when message.state = 'sending' then 1 else 0 end
where message.state in ('sending', 'delayed')
returning message.id,
  message.attempts,
  message.updated_at as prepared_at,
  message.id = any(array(select unfinished.id from unfinished)) as broke_off
