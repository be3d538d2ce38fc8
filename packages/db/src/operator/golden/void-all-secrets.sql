update secret
set voided_at = clock_timestamp()
where spent_at is null
  and voided_at is null
  and expires_at > clock_timestamp()
returning digest
