with asked as (
  select r.id
  from recovery_request as r
  where r.created_at >= $1
),
handed_over as (
  select distinct request_id
  from message
  where created_at >= $2
    and kind = 'recovery'
    and state = 'handed-over'
),
noted as (
  select request_id,
    bool_or(kind = 'link-issued') as by_operator,
    bool_or(kind = 'link-opened' or (kind = 'code-verified' and outcome = 'verified')) as opened,
    bool_or(kind = 'password-changed' and outcome = 'changed') as changed
  from audit_event
  where at >= $3
    and request_id is not null
    and kind in ('link-issued', 'link-opened', 'code-verified', 'password-changed')
  group by request_id
)
select (count(*) filter (where true))::int as asked,
  (count(*) filter (where handed_over.request_id is not null or noted.opened or noted.changed))::int as emailed,
  (count(*) filter (where noted.opened or noted.changed))::int as opened,
  (count(*) filter (where noted.changed))::int as changed
from asked
left join handed_over on handed_over.request_id = asked.id
left join noted on noted.request_id = asked.id
where noted.by_operator is not true
