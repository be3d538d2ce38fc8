select e.id, e.type, e.at, e.data, d.attempts, d.state as delivery_state, w.state as webhook_state
from webhook_event as e
left join webhook_delivery as d on d.event_id = e.id
  and d.webhook = $1
left join webhook as w on w.name = $2
where e.id = $3
