-- Two tables of people whose names both say so.
create table customers (id bigserial primary key, email text not null unique, password_hash text not null);
create table agents (id bigserial primary key, email text not null unique, password_hash text not null);
insert into customers (email, password_hash) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
insert into agents (email, password_hash) values ('joan@people.test', :'bcrypt_2b');
