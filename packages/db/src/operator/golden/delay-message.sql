update message
set state = 'delayed', updated_at = clock_timestamp()
where id = $1
