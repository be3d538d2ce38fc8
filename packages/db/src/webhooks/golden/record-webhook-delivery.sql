insert into webhook_delivery (event_id, webhook, state, answer, attempts)
values ($1, $2, $3, $4, 1)
on conflict (event_id, webhook)
do update
set state = excluded.state,
  answer = excluded.answer,
  attempts = webhook_delivery.attempts + 1,
  updated_at = clock_timestamp()
where webhook_delivery.state != 'delivered'
