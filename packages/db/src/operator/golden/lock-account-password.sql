update account
set password_hash = $1
where id = $2
