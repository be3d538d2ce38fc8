select state,
  case state when 'suppressed' then detail when 'handed-over' then kind end as why,
  count(*)::int as emails
from message
where created_at >= $1
  and request_id is not null
  and (state <> 'handed-over' or kind in ('no-password', 'no-account'))
group by state, 2
