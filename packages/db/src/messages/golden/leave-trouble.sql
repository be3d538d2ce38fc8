update delivery_trouble
set next_try_at = tried_at - interval '1 second'
where worker = $1
