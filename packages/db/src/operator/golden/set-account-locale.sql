update account
set locale = $1
where id = $2
