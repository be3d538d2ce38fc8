-- A social network, like Mastodon: Devise, sessions and OAuth tokens of Doorkeeper, a second table of people without passwords.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp not null, updated_at timestamp not null);
create table accounts (id bigserial primary key, username varchar not null default '', domain varchar, private_key text, public_key text not null default '', suspended_at timestamp, created_at timestamp not null, updated_at timestamp not null);
create table users (
  id bigserial primary key, email varchar not null default '', created_at timestamp not null, updated_at timestamp not null, encrypted_password varchar not null default '',
  reset_password_token varchar, reset_password_sent_at timestamp, sign_in_count integer not null default 0, confirmation_token varchar, confirmed_at timestamp, unconfirmed_email varchar,
  locale varchar, otp_secret varchar, otp_required_for_login boolean not null default false, otp_backup_codes varchar[], account_id bigint not null references accounts,
  disabled boolean not null default false, approved boolean not null default true, sign_in_token varchar
);
create unique index index_users_on_email on users (email);
create unique index index_users_on_reset_password_token on users (reset_password_token);
create table oauth_applications (id bigserial primary key, name varchar not null, uid varchar not null, secret varchar not null);
create table oauth_access_tokens (id bigserial primary key, token varchar not null unique, refresh_token varchar, expires_in integer, revoked_at timestamp, created_at timestamp not null, scopes varchar, application_id bigint references oauth_applications, resource_owner_id bigint references users on delete cascade);
create index index_oauth_access_tokens_on_resource_owner_id on oauth_access_tokens (resource_owner_id);
create table oauth_access_grants (id bigserial primary key, token varchar not null, expires_in integer not null, redirect_uri text not null, created_at timestamp not null, revoked_at timestamp, application_id bigint not null references oauth_applications, resource_owner_id bigint not null references users on delete cascade);
create table session_activations (id bigserial primary key, session_id varchar not null unique, created_at timestamp not null, updated_at timestamp not null, user_agent varchar not null default '', ip inet, access_token_id bigint references oauth_access_tokens on delete cascade, user_id bigint not null references users on delete cascade, web_push_subscription_id bigint);
create index index_session_activations_on_user_id on session_activations (user_id);
create table web_push_subscriptions (id bigserial primary key, endpoint varchar not null, key_p256dh varchar not null, key_auth varchar not null, access_token_id bigint references oauth_access_tokens on delete cascade, user_id bigint references users on delete cascade);
create table login_activities (id bigserial primary key, user_id bigint not null references users on delete cascade, success boolean, ip inet, user_agent varchar);
create table webauthn_credentials (id bigserial primary key, external_id varchar not null, public_key varchar not null, nickname varchar not null, user_id bigint references users on delete cascade);
create table identities (id bigserial primary key, provider varchar not null default '', uid varchar not null default '', user_id bigint references users on delete cascade);
insert into accounts (username, created_at, updated_at) values ('ada', now(), now()), ('grace', now(), now()), ('joan', now(), now());
insert into users (email, encrypted_password, created_at, updated_at, account_id) select username || '@people.test', :'bcrypt_2a', now(), now(), id from accounts;
