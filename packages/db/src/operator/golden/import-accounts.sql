insert into account (id, email, email_canonical, password_hash, status, locale)
select id, email, canonical, password_hash, status, locale
from jsonb_to_recordset($1::jsonb) as given(id uuid, email text, canonical text, password_hash text, status text, locale text)
on conflict (email_canonical)
do nothing
returning account.id
