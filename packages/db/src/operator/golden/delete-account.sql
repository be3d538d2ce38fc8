with secrets as (
  delete from secret
  where account_id = $1
)
delete from account
where id = $2::text::uuid
