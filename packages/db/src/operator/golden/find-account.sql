select id, status, password_hash
from account
where email_canonical = $1
