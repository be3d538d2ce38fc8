insert into webhook (name, url, types)
select *
from jsonb_to_recordset($1::jsonb) as given(name text, url text, types text[])
on conflict (name)
do update
set url = excluded.url,
  types = excluded.types,
  state = case when (webhook.state = 'off' and webhook.url = excluded.url) then 'off' else 'on' end,
  changed_at = clock_timestamp()
returning webhook.name, webhook.state
