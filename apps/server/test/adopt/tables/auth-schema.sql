-- Users in a schema auth of somebody's own, sessions in public, tokens that refer by a key with another name.
create schema auth;
create table auth.accounts (uid uuid primary key, mail text not null, mail_verified_on date, secret_hash text, salt text, is_enabled boolean, is_deleted boolean, preferred_locale text);
create unique index on auth.accounts (lower(mail));
create table public.web_sessions (sid text primary key, account_uid uuid not null references auth.accounts on delete cascade, data jsonb, expires_on timestamptz not null);
create index on public.web_sessions (account_uid);
create table public.remember_me (selector text primary key, validator_hash text not null, account_uid uuid not null references auth.accounts on delete cascade, expires_on timestamptz not null);
create table public.magic_links (token text primary key, account_uid uuid not null references auth.accounts on delete cascade, expires_on timestamptz not null);
create table public.orders (id bigserial primary key, account_uid uuid references auth.accounts, total numeric, payment_token text);
insert into auth.accounts values ('00000000-0000-4000-8000-000000000001', 'ada@people.test', null, :'argon2id', null, true, false, 'en'), ('00000000-0000-4000-8000-000000000002', 'grace@people.test', null, :'argon2id', null, true, false, 'de');
