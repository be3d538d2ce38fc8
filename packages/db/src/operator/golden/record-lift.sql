insert into audit_event (kind, outcome, address_digest, operator, reason)
values ('unsuppressed', 'lifted', $1, $2, $3)
