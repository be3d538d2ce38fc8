-- What the generator of Rails 8 makes for signing in.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp(6) not null, updated_at timestamp(6) not null);
create table users (
  id bigserial primary key,
  email_address varchar not null,
  password_digest varchar not null,
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null
);
create unique index index_users_on_email_address on users (email_address);
create table sessions (
  id bigserial primary key,
  user_id bigint not null references users,
  ip_address varchar,
  user_agent varchar,
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null
);
create index index_sessions_on_user_id on sessions (user_id);
