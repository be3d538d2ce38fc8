select kind, state, request_id, account_id, created_at
from message
where id = $1
for update
