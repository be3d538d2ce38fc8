-- Nobody has signed up yet.
create table users (id serial primary key, email text not null unique, password_hash text not null);
create table sessions (id text primary key, user_id integer not null references users, expires_at timestamptz);
