-- Hasura with tables of somebody's own in a schema: quoted names are rare, uuid keys, refresh tokens in rows.
create schema hdb_catalog;
create table hdb_catalog.hdb_version (hasura_uuid uuid primary key default gen_random_uuid(), version text not null);
create schema account;
create extension citext schema public;
create table account.member (
  id uuid primary key default gen_random_uuid(), email public.citext not null unique, password_hash text not null, ticket uuid default gen_random_uuid(), ticket_expires_at timestamptz not null default now(),
  active boolean not null default false, is_anonymous boolean not null default false, default_role text not null default 'user', created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create table account.refresh_token (refresh_token uuid primary key default gen_random_uuid(), expires_at timestamptz not null, created_at timestamptz not null default now(), member_id uuid not null references account.member on delete cascade);
insert into account.member (email, password_hash, active) values ('Ada@people.test', :'bcrypt_2a', true), ('grace@people.test', :'bcrypt_2a', true);
