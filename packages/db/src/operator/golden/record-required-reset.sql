insert into audit_event (kind, outcome, account_id, operator, reason)
values ('reset-required', $1, $2, $3, $4)
returning at
