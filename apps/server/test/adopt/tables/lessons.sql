-- A music school: sessions are lessons, tokens are paid with, people teach and learn.
create table users (id bigserial primary key, email text not null unique, password_digest text not null, old_password_digest text, smtp_password text, created_at timestamptz not null default now());
create table sessions (id uuid primary key default gen_random_uuid(), user_id bigint not null references users on delete cascade, notes text, expires_at timestamptz);
create table session_participants (session_id uuid not null references sessions on delete cascade, user_id bigint not null references users, primary key (session_id, user_id));
create table tokens (id bigserial primary key, user_id bigint not null references users on delete cascade, balance integer not null, updated_at timestamptz);
create table user_tokens (id bigserial primary key, user_id bigint not null references users on delete cascade, symbol text not null, contract text not null);
create table password_resets (id bigserial primary key, user_id bigint not null references users on delete cascade, token_hash text not null unique, expires_at timestamptz not null, used_at timestamptz);
create table auth_codes (code text primary key, user_id bigint not null references users on delete cascade, expires_at timestamptz not null);
insert into users (email, password_digest, old_password_digest, smtp_password) values ('ada@people.test', :'bcrypt_2a', :'bcrypt_2a', :'clear_1'), ('grace@people.test', :'bcrypt_2a', :'bcrypt_2a', null);
