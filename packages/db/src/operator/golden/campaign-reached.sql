select account_id
from campaign_account
where campaign = $1
  and account_id = $2
