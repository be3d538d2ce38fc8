update account
set email = $1, email_canonical = $2
where id = $3
