with ended as (
  delete from session
  where digest = $1
  returning account_id
)
insert into audit_event (kind, outcome, account_id, client_digest)
select 'signed-out' as kind,
  'ended' as outcome,
  cast(ended.account_id as text) as account_id,
  cast($2 as bytea) as client_digest
from ended
