-- Flask-Security: its strings look like bcrypt, and are of an HMAC of the password.
create table role (id serial primary key, name varchar(80) not null unique, permissions text);
create table "user" (
  id serial primary key,
  email varchar(255) not null unique, username varchar(255) unique, password varchar(255), active boolean not null,
  fs_uniquifier varchar(64) not null unique, confirmed_at timestamp,
  last_login_at timestamp, current_login_at timestamp, last_login_ip varchar(64), current_login_ip varchar(64), login_count integer,
  tf_primary_method varchar(64), tf_totp_secret varchar(255), mf_recovery_codes text
);
insert into "user" (email, password, active, fs_uniquifier) values ('ada@people.test', :'argon2id', true, 'a1'), ('grace@people.test', :'argon2id', true, 'a2');
