select name
from page_file
where kept_until > (select clock_timestamp())
order by kept_until desc
limit 5000
