insert into audit_event (kind, outcome, operator, reason)
values ('webhook-jobs', 'dropped', $1, $2)
