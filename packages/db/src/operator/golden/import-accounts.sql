with added as (
  insert into account (id, email, email_canonical, password_hash, status, locale)
  select id, email, canonical, password_hash, status, locale
  from jsonb_to_recordset($1::jsonb) as given(id uuid, email text, canonical text, password_hash text, status text, locale text)
  on conflict (email_canonical)
  do nothing
  returning account.id
),
recorded as (
  insert into audit_event (kind, outcome, operator, reason, count)
  select 'accounts-imported' as kind,
    'added' as outcome,
    cast($2 as text) as operator,
    cast($3 as text) as reason,
    cast(count(*) as integer) as count
  from added
  having count(*) > 0
)
select added.id
from added
