insert into account (id, email, email_canonical, password_hash, status)
select id, email, email_canonical, password_hash, status
from jsonb_to_recordset($1::jsonb) as trial(id uuid, email text, email_canonical text, password_hash text, status text)
