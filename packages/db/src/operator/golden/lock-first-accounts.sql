select id
from account
order by id
limit 500
for update
