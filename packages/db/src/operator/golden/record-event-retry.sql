insert into audit_event (kind, outcome, operator, reason)
values ('webhook-events', 'retried', $1, $2)
