insert into audit_event (kind, outcome, request_id, address_digest, client_digest)
values ($1, 'refused', $2, (select address_digest from recovery_request where id = $3), $4)
