update outbox_job
set leased_at = clock_timestamp(), claim = claim + 1
where id = any(array(
  select due.id
  from jsonb_to_recordset($1::jsonb) as urgent(kind text, room integer)
  inner join lateral (
    select job.id
    from outbox_job as job
    where job.kind = urgent.kind
      and job.leased_at is null
      and job.due_at <= (select clock_timestamp())
    order by job.due_at
    limit urgent.room
    for update skip locked
  ) as due on true
  limit $2
))
returning id, kind, payload, claim, created_at, trace_parent
