-- Somebody began to hash and has not finished.
create table users (id serial primary key, email text not null unique, password text not null);
insert into users (email, password) values ('ada@people.test', :'clear_1'), ('ben@people.test', :'clear_2'), ('grace@people.test', :'bcrypt_2b');
