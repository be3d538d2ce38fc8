-- A shop: customers and employees are two tables of users in two schemas.
create schema admin;
create schema shop;
create table shop.users (id bigserial primary key, email text not null unique, password text not null, created_at timestamptz not null default now());
create table shop.sessions (token text primary key, user_id bigint not null references shop.users on delete cascade, expires_at timestamptz);
create table admin.users (id bigserial primary key, email text not null unique, password text not null, created_at timestamptz not null default now());
create table admin.sessions (token text primary key, user_id bigint not null references admin.users on delete cascade, expires_at timestamptz);
insert into shop.users (email, password) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
insert into admin.users (email, password) values ('joan@people.test', :'bcrypt_2b');
