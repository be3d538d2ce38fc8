insert into audit_event (kind, outcome, request_id, account_id, operator, reason)
values ('message-retried',
  $1,
  (
    select request_id
    from message
    where id = $2
  ),
  (
    select account_id
    from message
    where id = $3
  ),
  $4,
  $5)
