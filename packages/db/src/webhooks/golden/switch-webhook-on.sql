update webhook
set state = 'on', changed_at = clock_timestamp()
where name = $1
  and state = 'off'
returning name
