-- People sign in with names that are no addresses.
create table users (id serial primary key, username text not null unique, password text not null);
insert into users (username, password) values ('ada', :'bcrypt_2b'), ('grace', :'bcrypt_2b');
