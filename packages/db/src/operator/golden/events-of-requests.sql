select kind, outcome, request_id, at, operator, reason
from audit_event
where (request_id = any($1) or (kind = 'revoked' and outcome = 'everything') or (kind in ('revoked', 'change-undone') and account_id = $2))
  and at >= $3
order by at
