select *
from webhook_event as e
where (cast($1 as text) is null or e.type = $2)
  and (not cast($3 as boolean) or exists (
    select d.webhook
    from webhook_delivery as d
    where d.event_id = e.id
      and d.state = 'dead'
  ))
order by e.at desc
limit $4
