select count(*) as count
from secret
where account_id = $1
  and kind in ('link', 'code', 'ticket')
  and spent_at is null
  and voided_at is null
  and expires_at > clock_timestamp()
