select *
from webhook_delivery
where event_id = any($1::uuid[])
order by webhook
