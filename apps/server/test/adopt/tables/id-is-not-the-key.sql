-- The primary key is a number of the row; people are known by a text that is unique.
create table users (row_no bigserial primary key, user_id text not null unique, email text not null unique, password text not null);
create table user_tokens (token text primary key, user_id text not null references users (user_id) on delete cascade, expires_at timestamptz);
create index on user_tokens (user_id);
insert into users (user_id, email, password) values ('usr_1', 'ada@people.test', :'bcrypt_2b'), ('usr_2', 'grace@people.test', :'bcrypt_2b');
