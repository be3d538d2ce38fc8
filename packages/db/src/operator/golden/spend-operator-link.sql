update operator_link
set spent_at = clock_timestamp()
where digest = $1
  and spent_at is null
  and expires_at > clock_timestamp()
returning operator
