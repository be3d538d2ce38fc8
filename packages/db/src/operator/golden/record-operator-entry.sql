insert into audit_event (kind, outcome, operator)
values ($1, $2, $3)
