insert into audit_event (kind, outcome, operator, reason, count)
values ('webhook-jobs', 'dropped', $1, $2, $3)
