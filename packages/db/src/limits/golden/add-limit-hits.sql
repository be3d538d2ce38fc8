insert into limit_hit (limit_name, hour, hits)
select counted.limit, date_trunc('hour', clock_timestamp()) as hour, counted.hits
from jsonb_to_recordset($1::jsonb) as counted(limit text, hits bigint)
order by counted.limit
on conflict (limit_name, hour)
do update
set hits = limit_hit.hits + excluded.hits
