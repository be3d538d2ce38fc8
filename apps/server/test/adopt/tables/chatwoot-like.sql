-- Customer support, like Chatwoot: devise_token_auth with tokens in JSON, an address that no index makes unique.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp not null, updated_at timestamp not null);
create table users (
  id serial primary key, provider varchar not null default 'email', uid varchar not null default '', encrypted_password varchar not null default '',
  reset_password_token varchar, reset_password_sent_at timestamp, remember_created_at timestamp, sign_in_count integer not null default 0, current_sign_in_at timestamp,
  confirmation_token varchar, confirmed_at timestamp, unconfirmed_email varchar, name varchar not null, display_name varchar, email varchar, tokens json,
  created_at timestamp not null, updated_at timestamp not null, pubsub_token varchar unique, availability integer default 0, type varchar, otp_secret varchar
);
create index index_users_on_email on users (email);
create unique index index_users_on_uid_and_provider on users (uid, provider);
create table access_tokens (id bigserial primary key, owner_type varchar, owner_id bigint, token varchar unique, created_at timestamp not null, updated_at timestamp not null);
create index index_access_tokens_on_owner_type_and_owner_id on access_tokens (owner_type, owner_id);
create table contacts (id serial primary key, name varchar, email varchar, phone_number varchar, account_id integer not null);
create table platform_apps (id bigserial primary key, name varchar not null);
insert into users (uid, name, email, encrypted_password, created_at, updated_at) select name || '@people.test', name, name || '@people.test', :'bcrypt_2a', now(), now() from unnest(array['ada', 'grace', 'joan']) name;
insert into access_tokens (owner_type, owner_id, token, created_at, updated_at) values ('User', 1, 't1', now(), now()), ('PlatformApp', 1, 't2', now(), now());
insert into contacts (name, email, account_id) values ('Kay', 'kay@people.test', 1);
