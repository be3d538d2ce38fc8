-- Several people share an address, others have capital letters or none.
create table users (id serial primary key, username text not null unique, email text, password text, created_at timestamptz default now());
insert into users (username, email, password) values ('ada', 'family@people.test', :'bcrypt_2b'), ('ben', 'Family@people.test', :'bcrypt_2b'), ('grace', 'Grace@people.test', :'bcrypt_2b'), ('joan', null, :'bcrypt_2b'), ('kay', 'not an address', :'bcrypt_2b');
