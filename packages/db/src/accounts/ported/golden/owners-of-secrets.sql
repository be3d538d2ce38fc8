select distinct account_id
from secret
where digest = any($1)
