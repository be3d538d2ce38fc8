-- CakePHP: created and modified as names of times, a plural table, remember-me tokens of a plugin.
create table phinxlog (version bigint primary key, migration_name varchar(100), start_time timestamp, end_time timestamp, breakpoint boolean not null default false);
create table users (
  id serial primary key,
  email varchar(255) not null,
  password varchar(255) not null,
  active boolean not null default true,
  token varchar(255),
  token_expires timestamp,
  created timestamp,
  modified timestamp
);
create table remember_me_tokens (id serial primary key, created timestamp not null, modified timestamp not null, "table" varchar(64) not null, foreign_id varchar(36) not null, series varchar(64) not null, token varchar(64) not null, expires timestamp not null);
insert into users (email, password) values ('ada@people.test', :'bcrypt_2y'), ('grace@people.test', :'bcrypt_2y'), ('Joan@people.test', :'bcrypt_2y');
