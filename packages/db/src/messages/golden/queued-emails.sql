select current.id
from recovery_request as current
where current.id = any($1)
  and exists (
    select queued.id
    from recovery_request as r
    inner join lateral (
      select job.id
      from outbox_job as job
      where job.kind = 'recovery'
        and job.payload ->> 'requestId' = cast(r.id as text)
        and job.payload ->> 'withheld' = 'false'
      offset 0
    ) as queued on true
    where r.address_digest = current.address_digest
      and r.created_at > clock_timestamp() - '24 hours'::interval
  )
