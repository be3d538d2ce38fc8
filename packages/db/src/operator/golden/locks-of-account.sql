select at
from audit_event
where account_id = $1
  and kind = 'reset-required'
  and outcome = 'locked'
order by at
