with revoked as (
  insert into audit_event (kind, outcome, account_id, operator, reason)
  values ('revoked', $1, $2, $3, $4)
  returning audit_event.account_id, audit_event.outcome, audit_event.operator, audit_event.reason
),
event as (
  insert into webhook_event (type, data) (
    select 'accounts.revoked' as type, to_json(data) as data
    from (
      select revoked.operator, revoked.reason
      from revoked
      where revoked.outcome = 'everything'
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'accounts.revoked' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  union all (
    select 'account.revoked' as type, to_json(data) as data
    from (
      select revoked.account_id as "accountId", revoked.operator, revoked.reason
      from revoked
      where revoked.outcome = 'account'
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.revoked' = any(webhook.types)
        and webhook.state != 'removed'
    )
  )
  union all (
    select 'account.sessions_ended' as type, to_json(data) as data
    from (
      select revoked.account_id as "accountId", cast(null as text) as "requestId", 'revoked' as because
      from revoked
      where revoked.outcome = 'account'
    ) as data
    where exists (
      select webhook.name
      from webhook
      where 'account.sessions_ended' = any(webhook.types)
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
select revoked.outcome
from revoked
