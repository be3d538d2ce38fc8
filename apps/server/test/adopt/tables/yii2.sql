-- Yii 2, its advanced template: a status in smallint, times in whole seconds, a key for remember-me.
create table migration (version varchar(180) primary key, apply_time integer);
create table "user" (
  id serial primary key,
  username varchar(255) not null unique,
  auth_key varchar(32) not null,
  password_hash varchar(255) not null,
  password_reset_token varchar(255) unique,
  email varchar(255) not null unique,
  status smallint not null default 10,
  created_at integer not null,
  updated_at integer not null,
  verification_token varchar(255)
);
insert into "user" (username, auth_key, password_hash, email, status, created_at, updated_at) values
  ('ada', 'k1', :'bcrypt_2y', 'ada@people.test', 10, 1760000000, 1760000000), ('grace', 'k2', :'bcrypt_2y', 'grace@people.test', 10, 1760000000, 1760000000),
  ('joan', 'k3', :'bcrypt_2y', 'joan@people.test', 9, 1760000000, 1760000000);
