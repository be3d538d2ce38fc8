with page as materialized (
  select id, password_hash
  from account
  where id > $1
  order by id
  limit $2
),
kind as (
  select length(password_hash) || ' ' || case when password_hash ~ '^(bcrypt(_sha256)?[$])?[$]2[a-z]?[$]' then substring(password_hash from '^(?:bcrypt(?:_sha256)?[$])?[$]2[a-z]?[$][^$]*') when password_hash like 'scrypt$%' then regexp_replace(password_hash, '^(scrypt[$][^$]*)[$][^$]*([$][^$]*[$][^$]*)[$].*$', '\1\2') when password_hash like '%$%' then regexp_replace(password_hash, '[$][^$]*[$][^$]*$', '') else left(password_hash, 12) end as kind, min(password_hash) as sample
  from page
  where password_hash like any (array['%$%', 'AQAAAA%'])
  group by kind
)
select (
    select id
    from page
    order by id desc
    limit 1
  ) as last,
  array(
    select kind
    from kind
    order by kind
  ) as kinds,
  array(
    select sample
    from kind
    order by kind
  ) as samples
