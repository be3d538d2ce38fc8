select public_reason, is_locked
from campaign_account
where account_id = $1
  and at <= $2
order by at desc
limit 1
