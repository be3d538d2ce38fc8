-- Supabase with profiles of the application beside it: those have addresses too, and no password.
create schema auth;
create table auth.schema_migrations (version varchar(255) primary key);
create table auth.users (
  instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255), email_confirmed_at timestamptz, invited_at timestamptz,
  confirmation_token varchar(255), recovery_token varchar(255), recovery_sent_at timestamptz, last_sign_in_at timestamptz, raw_app_meta_data jsonb, is_super_admin boolean,
  created_at timestamptz, updated_at timestamptz, phone text unique, banned_until timestamptz, reauthentication_token varchar(255), is_sso_user boolean not null default false, deleted_at timestamptz, is_anonymous boolean not null default false
);
create unique index users_email_partial_key on auth.users (email) where is_sso_user = false;
create table auth.sessions (id uuid primary key, user_id uuid not null references auth.users on delete cascade, created_at timestamptz, updated_at timestamptz, not_after timestamptz);
create index sessions_user_id_idx on auth.sessions (user_id);
create table auth.refresh_tokens (id bigserial primary key, token varchar(255), user_id varchar(255), revoked boolean, session_id uuid references auth.sessions on delete cascade);
create table auth.identities (id uuid primary key, user_id uuid not null references auth.users on delete cascade, provider text not null, provider_id text not null, identity_data jsonb not null);
create table auth.mfa_factors (id uuid primary key, user_id uuid not null references auth.users on delete cascade, factor_type text not null, secret text);
create table auth.one_time_tokens (id uuid primary key, user_id uuid not null references auth.users on delete cascade, token_type text not null, token_hash text not null);
alter table auth.users enable row level security;
alter table auth.sessions enable row level security;
alter table auth.one_time_tokens enable row level security;
create table public.profiles (id uuid primary key references auth.users on delete cascade, email text unique, full_name text, password_hint text, updated_at timestamptz);
insert into auth.users (id, email, encrypted_password, created_at) select gen_random_uuid(), name || '@people.test', :'bcrypt_2a', now() from unnest(array['ada', 'grace']) name;
insert into public.profiles (id, email) select id, email from auth.users;
