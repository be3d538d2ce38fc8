-- Rails with has_secure_password and sessions in a cookie: nothing in a table ends them.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp not null, updated_at timestamp not null);
create table users (
  id bigserial primary key, email varchar not null, password_digest varchar, remember_digest varchar, activation_digest varchar, activated boolean default false, activated_at timestamp,
  reset_digest varchar, reset_sent_at timestamp, admin boolean default false, created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create unique index index_users_on_email on users (email);
insert into users (email, password_digest, activated, created_at, updated_at) values ('ada@people.test', :'bcrypt_2a', true, now(), now()), ('grace@people.test', :'bcrypt_2a', true, now(), now()), ('joan@people.test', :'bcrypt_2a', false, now(), now());
