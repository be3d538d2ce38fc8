update webhook
set state = 'removed', changed_at = clock_timestamp()
where not name = any($1)
  and state != 'removed'
