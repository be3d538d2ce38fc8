insert into audit_event (kind, outcome, address_digest, client_digest)
values ('signed-in', 'refused', $1, $2)
