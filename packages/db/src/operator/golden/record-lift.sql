insert into audit_event (kind, outcome, address_digest)
values ('unsuppressed', 'lifted', $1)
