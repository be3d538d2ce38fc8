select *
from delivery_trouble
where tried_at >= clock_timestamp() - '15 minutes'::interval
order by since
limit 1
