select email_canonical
from recovery_request
where id = any($1)
