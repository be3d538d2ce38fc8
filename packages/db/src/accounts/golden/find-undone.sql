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
)
select exists (
  select digest
  from undone
) as undone, ($4::float - extract(epoch from clock_timestamp() - $5::timestamptz))::float as seconds_left
