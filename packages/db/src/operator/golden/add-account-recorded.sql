with added as (
  insert into account (id, email, email_canonical, password_hash, locale)
  values ($1, $2, $3, $4, $5)
  on conflict (email_canonical)
  do nothing
  returning account.id
),
recorded as (
  insert into audit_event (kind, outcome, account_id, operator, reason)
  select 'account-changed' as kind,
    'added' as outcome,
    cast(added.id as text) as account_id,
    cast($6 as text) as operator,
    cast($7 as text) as reason
  from added
)
select added.id
from added
