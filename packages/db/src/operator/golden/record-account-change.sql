insert into audit_event (kind, outcome, account_id, operator, reason)
values ('account-changed', $1, $2, $3, $4)
