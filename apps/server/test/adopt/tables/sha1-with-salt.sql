create table users (id serial primary key, email text not null unique, password_hash char(40) not null, salt text not null);
insert into users (email, password_hash, salt) values ('ada@people.test', :'sha1', 'pepper-and-salt-1'), ('grace@people.test', :'sha1', 'pepper-and-salt-2');
