update webhook
set state = 'off', changed_at = clock_timestamp()
where name = $1
  and state = 'on'
