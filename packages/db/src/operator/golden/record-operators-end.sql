insert into audit_event (kind, outcome, operator, reason)
values ('operator-session', 'all-ended', $1, $2)
