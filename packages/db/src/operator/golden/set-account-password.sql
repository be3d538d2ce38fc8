update account
set password_hash = $1, password_changed_at = clock_timestamp()
where id = $2
