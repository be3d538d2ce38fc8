insert into audit_event (kind, outcome, operator, reason, count)
values ('webhook-events', 'retried', $1, $2, $3)
