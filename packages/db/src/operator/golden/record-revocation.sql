insert into audit_event (kind, outcome, account_id)
values ('revoked', $1, $2)
