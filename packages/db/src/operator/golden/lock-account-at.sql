select id, email, status, locale
from account
where email_canonical = $1
for update
