-- Copies that somebody made before a migration.
create table users (id bigserial primary key, email text not null unique, password text not null, created_at timestamptz default now());
create table sessions (id text primary key, user_id bigint not null references users on delete cascade, expires_at timestamptz);
insert into users (email, password) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
create table users_backup as select * from users;
create table users_old (like users including all);
insert into users_old select * from users;
create table users_20240301 as select * from users;
create schema staging;
create table staging.users (like public.users including all);
insert into staging.users select * from users;
create table sessions_backup as select * from sessions;
