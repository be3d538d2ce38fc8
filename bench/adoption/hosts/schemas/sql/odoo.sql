-- Odoo's table of users, whose login is the address; names and addresses of people are in another one.
create table ir_module_module (id serial primary key, name varchar not null unique, state varchar);
create table res_partner (id serial primary key, name varchar, email varchar, active boolean);
create table res_users (
  id serial primary key,
  login varchar not null unique,
  password varchar,
  active boolean default true,
  partner_id integer not null references res_partner,
  create_date timestamp,
  write_date timestamp
);
create table res_users_apikeys (
  id serial primary key,
  name varchar not null,
  user_id integer references res_users on delete cascade,
  scope varchar,
  index varchar(8),
  key varchar
);
create index res_users_apikeys_user_id_index_idx on res_users_apikeys (user_id, index);
