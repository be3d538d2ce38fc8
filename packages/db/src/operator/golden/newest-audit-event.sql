select id
from audit_event
order by id desc
limit 1
