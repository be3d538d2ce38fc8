insert into audit_event (kind, outcome, account_id, operator, reason)
values ('reset-required', 'queued', $1, $2, $3)
returning at
