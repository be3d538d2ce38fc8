delete from audit_event
where address_digest = any($1)
