select id
from account
where email_canonical = $1
for update
