-- Ways to sign in, of which one is a password; the kind is an enum. Users without a password have other rows.
create type method_type as enum ('password', 'oidc');
create table users (id uuid primary key default gen_random_uuid(), primary_email text not null unique, disabled boolean);
create table auth_methods (id bigserial primary key, user_id uuid not null references users on delete cascade, type method_type not null, secret text, updated_at timestamptz);
create index on auth_methods (user_id);
create table auth_sessions (id bigserial primary key, user_id uuid not null references users on delete cascade, token_digest bytea not null, revoked boolean not null default false);
create table auth_session_claims (auth_session_id bigint not null references auth_sessions, claim text);
insert into users (id, primary_email) values ('00000000-0000-4000-8000-000000000001', 'ada@people.test'), ('00000000-0000-4000-8000-000000000002', 'grace@people.test'), ('00000000-0000-4000-8000-000000000003', 'joan@people.test');
insert into auth_methods (user_id, type, secret) values ('00000000-0000-4000-8000-000000000001', 'password', :'argon2id'), ('00000000-0000-4000-8000-000000000001', 'oidc', null), ('00000000-0000-4000-8000-000000000002', 'password', :'argon2id'), ('00000000-0000-4000-8000-000000000003', 'oidc', null);
