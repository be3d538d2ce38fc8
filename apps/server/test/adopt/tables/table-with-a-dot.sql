-- A table whose name has a dot cannot stand in a map.
create table "app.users" (id bigserial primary key, email text not null unique, password text not null);
insert into "app.users" (email, password) values ('ada@people.test', :'bcrypt_2b');
