select id
from account
where id = (select account_id from secret where digest = $1 and kind in ('not-me'))
  and status = 'active'
for update
