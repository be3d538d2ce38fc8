select concat_ws(' ',
    ((select created_at from message order by created_at desc limit 1)),
    ((
      select count(*) || ' ' || max(updated_at) as mark
      from (
        select updated_at
        from message
        where state in ('delayed', 'dead')
        order by created_at desc
        limit 1000
      ) as troubled
    )),
    ((select count(*) as leased from outbox_job where leased_at is not null))) as emails,
  concat_ws(' ',
    ((select at from webhook_event order by at desc limit 1)),
    ((
      select count(*) || ' ' || max(updated_at) as mark
      from (select updated_at from webhook_delivery where state <> 'delivered' limit 1000) as troubled
    )),
    ((select max(changed_at) as changed from webhook))) as webhooks,
  ((
    select coalesce(sum(hits), 0)::text as hits
    from limit_hit
    where hour >= clock_timestamp() - '3 hours'::interval
  )) as limits,
  ((select coalesce(max(id), 0)::text as id from audit_event)) as audit
