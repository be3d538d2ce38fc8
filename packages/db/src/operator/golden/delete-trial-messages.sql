delete from message
where request_id in (select id from recovery_request where email_canonical = any($1))
