insert into audit_event (kind, outcome, operator, request_id, account_id, address_digest)
values ('searched', $1, $2, $3, $4, $5)
