update operator_link
set spent_at = clock_timestamp()
where spent_at is null
  and expires_at > clock_timestamp()
returning operator
