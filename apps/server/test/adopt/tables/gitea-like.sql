-- A forge, like Gitea: a hash in hexadecimal, the salt and the algorithm beside it.
create table version (id bigserial primary key, version bigint);
create table "user" (
  id bigserial primary key, lower_name varchar(255) not null unique, name varchar(255) not null unique, email varchar(255) not null, passwd varchar(255) not null,
  passwd_hash_algo varchar(255) not null default 'argon2', must_change_password boolean not null default false, login_type integer, login_name varchar(255), type integer,
  salt varchar(32), language varchar(5), created_unix bigint, updated_unix bigint, last_login_unix bigint, is_active boolean, is_admin boolean, prohibit_login boolean not null default false
);
create table email_address (id bigserial primary key, uid bigint not null, email varchar(255) not null unique, lower_email varchar(255) not null unique, is_activated boolean, is_primary boolean not null default false);
create table access_token (id bigserial primary key, uid bigint, name varchar(255), token_hash varchar(255) unique, token_salt varchar(255));
create table session (key char(16) primary key, data bytea, expiry bigint);
create table two_factor (id bigserial primary key, uid bigint unique, secret varchar(255), scratch_salt varchar(255), scratch_hash varchar(255));
insert into "user" (lower_name, name, email, passwd, passwd_hash_algo, salt, is_active) values
  ('ada', 'ada', 'ada@people.test', :'gitea_pbkdf2', 'pbkdf2$50000$50', '0123456789abcdef', true), ('grace', 'grace', 'grace@people.test', :'gitea_pbkdf2', 'pbkdf2$50000$50', '0123456789abcdef', true);
