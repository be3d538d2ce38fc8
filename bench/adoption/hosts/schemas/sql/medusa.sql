-- Medusa's auth module: the password is a text inside JSON.
create table mikro_orm_migrations (id serial primary key, name varchar(255), executed_at timestamptz default now());
create table auth_identity (id text primary key, app_metadata jsonb, created_at timestamptz not null default now(), updated_at timestamptz not null default now(), deleted_at timestamptz);
create table provider_identity (
  id text primary key,
  entity_id text not null,
  provider text not null,
  auth_identity_id text not null references auth_identity on delete cascade on update cascade,
  user_metadata jsonb,
  provider_metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index "IDX_provider_identity_provider_entity_id" on provider_identity (entity_id, provider);
create index "IDX_provider_identity_auth_identity_id" on provider_identity (auth_identity_id);
