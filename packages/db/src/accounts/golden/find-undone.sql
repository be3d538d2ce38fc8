with undone as (
  select stored.digest
  from ((
    select encode(sha256(convert_to(password_hash, 'UTF8')), 'hex') as digest
    from account
    where id = $1::uuid
  )) as stored
  where stored.digest = $2
  limit 1
),
audit as (
  insert into audit_event (kind, outcome, account_id)
  select 'change-undone' as kind, 'found' as outcome, cast($3 as text) as account_id
  from undone
),
event as (
  insert into webhook_event (type, data) (
    select 'account.change_undone' as type, to_json(data) as data
    from (select cast($4 as text) as "accountId", 'account' as tables from undone) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.change_undone' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  returning webhook_event.id, webhook_event.type
),
event_job as (
  insert into outbox_job (kind, payload, trace_parent)
  select 'webhook:' || webhook.name as kind,
    jsonb_build_object('eventId', event.id) as payload,
    cast($5 as text) as trace_parent
  from event
  inner join webhook on event.type = any(webhook.types)
  where webhook.state = 'on'
)
select exists (
  select digest
  from undone
) as undone, ($6::float - extract(epoch from clock_timestamp() - $7::timestamptz))::float as seconds_left
