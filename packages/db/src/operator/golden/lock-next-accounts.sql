select id
from account
where id > $1
order by id
limit 500
for update
