insert into audit_event (kind, outcome, request_id, account_id, address_digest)
select 'link-opened' as kind, 'opened' as outcome, s.request_id, s.account_id, r.address_digest
from secret as s
inner join recovery_request as r on r.id = s.request_id
where s.digest = $1
  and s.kind = 'link'
  and (
    select e.id
    from audit_event as e
    where e.request_id = s.request_id
      and e.kind = 'link-opened'
    limit 1
  ) is null
