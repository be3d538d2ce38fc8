update outbox_job
set leased_at = null, due_at = clock_timestamp()
where id = any(array(
  select silent.id
  from jsonb_to_recordset($1::jsonb) as lease(kind text, seconds integer)
  inner join lateral (
    select job.id
    from outbox_job as job
    where job.kind = lease.kind
      and job.leased_at <= (select clock_timestamp()) - make_interval(secs => lease.seconds)
    for update skip locked
  ) as silent on true
))
returning id
