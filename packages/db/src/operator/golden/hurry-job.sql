update outbox_job
set due_at = clock_timestamp()
where id = $1
  and leased_at is null
returning id
