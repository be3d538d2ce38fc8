delete from recovery_request
where email_canonical = any($1)
