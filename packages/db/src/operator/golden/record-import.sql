insert into audit_event (kind, outcome, operator, reason)
values ('accounts-imported', 'added', $1, $2)
