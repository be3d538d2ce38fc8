-- Discourse's tables: the address and the password each in a table of their own.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp(6) not null, updated_at timestamp(6) not null);
create table users (
  id serial primary key,
  username varchar(60) not null,
  created_at timestamp not null,
  updated_at timestamp not null,
  name varchar,
  active boolean not null default false,
  username_lower varchar(60) not null unique,
  trust_level integer not null,
  approved boolean not null default false,
  suspended_till timestamp,
  locale varchar(10)
);
create table user_emails (
  id serial primary key,
  user_id integer not null,
  email varchar(513) not null,
  "primary" boolean not null default false,
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null,
  normalized_email varchar
);
create unique index index_user_emails_on_email on user_emails (lower(email));
create index index_user_emails_on_user_id on user_emails (user_id);
create unique index index_user_emails_on_user_id_and_primary on user_emails (user_id, "primary") where "primary";
create table user_passwords (
  id bigserial primary key,
  user_id integer not null unique,
  password_hash varchar(64) not null,
  password_salt varchar(32) not null,
  password_algorithm varchar(64) not null,
  password_expired_at timestamp(6),
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null
);
create table user_auth_tokens (
  id serial primary key,
  user_id integer not null,
  auth_token varchar not null unique,
  prev_auth_token varchar not null unique,
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null
);
create index index_user_auth_tokens_on_user_id on user_auth_tokens (user_id);
