select *
from webhook_event as e
where (cast($1 as text) is null or e.type = $2)
  and (not cast($3 as boolean) or exists (
    select d.webhook
    from webhook_delivery as d
    where d.event_id = e.id
      and d.state = 'dead'
  ))
  and (cast($4 as uuid) is null or e.at < (
    select at
    from webhook_event
    where id = $5
  ) or (e.at = (select at from webhook_event where id = $6) and e.id < $7))
order by e.at desc, e.id desc
limit $8
