select state, case when state = 'suppressed' then detail end as detail, count(*)::int as emails
from message
where created_at >= $1
  and request_id is not null
  and state <> 'handed-over'
group by state, 2
