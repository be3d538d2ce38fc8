insert into account (id, email, email_canonical, password_hash, locale)
values ($1, $2, $3, $4, $5)
on conflict (email_canonical)
do nothing
returning id
