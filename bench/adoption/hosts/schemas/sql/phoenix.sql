-- What phx.gen.auth makes: citext, and tokens of every context in one table.
create extension citext;
create table schema_migrations (version bigint primary key, inserted_at timestamp(0));
create table users (
  id bigserial primary key,
  email citext not null,
  hashed_password varchar(255),
  confirmed_at timestamp(0),
  inserted_at timestamp(0) not null,
  updated_at timestamp(0) not null
);
create unique index users_email_index on users (email);
create table users_tokens (
  id bigserial primary key,
  user_id bigint not null references users on delete cascade,
  token bytea not null,
  context varchar(255) not null,
  sent_to varchar(255),
  authenticated_at timestamp(0),
  inserted_at timestamp(0) not null
);
create index users_tokens_user_id_index on users_tokens (user_id);
create unique index users_tokens_context_token_index on users_tokens (context, token);
