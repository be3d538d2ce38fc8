-- better-auth with plural names in snake case, in a schema of its own, beside tables of the application.
create schema auth;
create table auth.users (id text primary key, name text not null, email text not null unique, email_verified boolean not null, image text, created_at timestamp not null, updated_at timestamp not null, role text, banned boolean, ban_reason text, ban_expires timestamp);
create table auth.sessions (id text primary key, expires_at timestamp not null, token text not null unique, created_at timestamp not null, updated_at timestamp not null, ip_address text, user_agent text, user_id text not null references auth.users on delete cascade, impersonated_by text, active_organization_id text);
create table auth.accounts (id text primary key, account_id text not null, provider_id text not null, user_id text not null references auth.users on delete cascade, access_token text, refresh_token text, id_token text, password text, created_at timestamp not null, updated_at timestamp not null);
create table auth.verifications (id text primary key, identifier text not null, value text not null, expires_at timestamp not null, created_at timestamp, updated_at timestamp);
create table auth.two_factors (id text primary key, secret text not null, backup_codes text not null, user_id text not null references auth.users on delete cascade);
create table auth.passkeys (id text primary key, public_key text not null, user_id text not null references auth.users on delete cascade);
create table public.customers (id serial primary key, user_id text references auth.users, email text);
insert into auth.users (id, name, email, email_verified, created_at, updated_at) values ('u1', 'Ada', 'ada@people.test', true, now(), now()), ('u2', 'Grace', 'grace@people.test', true, now(), now());
insert into auth.accounts (id, account_id, provider_id, user_id, password, created_at, updated_at) values ('a1', 'u1', 'credential', 'u1', :'better_auth', now(), now()), ('a2', 'g1', 'google', 'u1', null, now(), now()), ('a3', 'u2', 'credential', 'u2', :'better_auth', now(), now());
