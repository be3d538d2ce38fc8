select email_canonical
from account
where email_canonical = any($1)
