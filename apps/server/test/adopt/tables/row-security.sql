-- Row-level security on the users and on what lets them stay signed in.
create table users (id uuid primary key default gen_random_uuid(), email text not null unique, password_hash text not null, updated_at timestamptz);
create table refresh_tokens (id uuid primary key default gen_random_uuid(), user_id uuid not null references users on delete cascade, token_hash text not null, revoked_at timestamptz);
create index on refresh_tokens (user_id);
alter table users enable row level security;
alter table refresh_tokens enable row level security;
create policy own_row on users using (id::text = current_setting('app.user', true));
insert into users (email, password_hash) values ('ada@people.test', :'argon2id'), ('grace@people.test', :'argon2id');
insert into refresh_tokens (user_id, token_hash) select id, 'x' from users;
