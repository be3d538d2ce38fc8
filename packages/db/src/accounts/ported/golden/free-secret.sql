with ended as (
  delete from outbox_job
  where id = $1
    and kind = 'settle-change'
    and $2
  returning id
)
update secret
set reserved_until = null, change_id = null
where digest = $3
  and change_id = $4
  and spent_at is null
