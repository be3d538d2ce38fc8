-- Passwords as they were typed.
create table users (id serial primary key, email text not null unique, password text not null);
insert into users (email, password) values ('ada@people.test', :'clear_1'), ('grace@people.test', :'clear_2'), ('joan@people.test', :'clear_3');
