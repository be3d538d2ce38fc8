update account
set credential_version = credential_version + 1
where id = any($1::uuid[])
returning id
