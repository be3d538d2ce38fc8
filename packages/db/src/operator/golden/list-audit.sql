select *
from audit_event
where id < $1
  and id >= $2
  and (cast($3 as text) is null or kind = $4)
  and (cast($5 as text) is null or operator = $6)
  and (cast($7 as text) is null or account_id = $8)
  and (cast($9 as uuid) is null or request_id = $10)
order by id desc
limit $11
