-- AdonisJS 6 with Lucid: access tokens, remember-me tokens, scrypt with its own spelling.
create table adonis_schema (id serial primary key, name varchar(255) not null, batch integer not null, migration_time timestamptz default current_timestamp);
create table adonis_schema_versions (version integer primary key);
create table users (
  id serial primary key,
  full_name varchar(255),
  email varchar(254) not null unique,
  password varchar(255) not null,
  created_at timestamptz not null,
  updated_at timestamptz
);
create table auth_access_tokens (
  id serial primary key,
  tokenable_id integer not null references users on delete cascade,
  type varchar(255) not null, name varchar(255), hash varchar(255) not null, abilities text not null,
  created_at timestamptz, updated_at timestamptz, last_used_at timestamptz, expires_at timestamptz
);
create table remember_me_tokens (
  id serial primary key,
  tokenable_id integer not null unique references users on delete cascade,
  hash varchar(255) not null unique, created_at timestamptz not null, updated_at timestamptz not null, expires_at timestamptz not null
);
insert into users (email, password, created_at) values
  ('ada@people.test', :'adonis_scrypt', now()), ('grace@people.test', :'adonis_scrypt', now()), ('joan@people.test', :'adonis_scrypt', now());
