insert into audit_event (kind, outcome, at, request_id, address_digest, client_digest)
select 'requested' as kind,
  'accepted' as outcome,
  r.created_at,
  r.id,
  r.address_digest,
  r.client_digest
from recovery_request as r
where r.id = any($1)
