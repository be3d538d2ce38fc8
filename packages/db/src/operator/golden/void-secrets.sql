update secret
set voided_at = clock_timestamp()
where account_id = any($1)
  and spent_at is null
  and voided_at is null
  and expires_at > clock_timestamp()
returning digest
