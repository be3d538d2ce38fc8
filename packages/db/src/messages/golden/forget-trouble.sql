delete from delivery_trouble
where (worker = $1 or tried_at < clock_timestamp() - '15 minutes'::interval)
