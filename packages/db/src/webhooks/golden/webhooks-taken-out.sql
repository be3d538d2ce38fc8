select name
from webhook
where name = any($1)
  and state = 'removed'
order by name
