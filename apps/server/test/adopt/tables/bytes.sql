-- Go writes what it gets: hashes are bytes.
create table users (id bigserial primary key, email text not null unique, hashed_password bytea not null);
insert into users (email, hashed_password) values ('ada@people.test', convert_to(:'bcrypt_2a', 'UTF8'));
