-- The passwords of before are kept in a table, under another name, many for each user; and a sign-up that waits has one, too.
create table accounts (account_id bigserial primary key, email_address text not null unique, pw_hash text not null, pw_salt text, pw_changed_on date, signup_code text not null unique, reset_key text not null unique, nonce text);
create table password_log (id bigserial primary key, account_id bigint not null references accounts, password text not null, logged_at timestamptz not null default now());
create table pending_signups (id bigserial primary key, email text not null unique, password text not null, token text not null);
create table account_sessions (id bigserial primary key, account_id bigint not null references accounts, ip_addr inet, started_at timestamptz not null, ended_at timestamptz);
insert into accounts (email_address, pw_hash, signup_code, reset_key) values ('ada@people.test', :'argon2id', 'c1', 'r1'), ('grace@people.test', :'argon2id', 'c2', 'r2');
insert into password_log (account_id, password) select account_id, pw_hash from accounts, generate_series(1, 4);
