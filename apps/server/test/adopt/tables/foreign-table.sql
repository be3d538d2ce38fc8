-- The users are on another server.
create extension postgres_fdw;
create server elsewhere foreign data wrapper postgres_fdw options (host '127.0.0.1', port '1');
create foreign table users (id bigint, email text, password_hash text) server elsewhere;
create table orders (id bigserial primary key, user_id bigint not null);
