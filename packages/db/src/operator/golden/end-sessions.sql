delete from session
where cast(account_id as text) = any($1)
returning digest
