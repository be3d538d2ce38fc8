select email
from account
where email_canonical <> $1
  and (email_canonical = any($2) or email_canonical ~ $3)
order by email_canonical
limit $4
