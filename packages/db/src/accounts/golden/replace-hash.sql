update account
set password_hash = $1
where id = $2
  and password_hash = $3
