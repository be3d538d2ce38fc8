-- Passwords that are hashed so fast that Latchkey does not write them.
create table users (id serial primary key, email text not null unique, password char(32) not null);
insert into users (email, password) values ('ada@people.test', :'md5'), ('grace@people.test', :'md5');
