-- No column of addresses; the sign-in names are some.
create table accounts (id text primary key, username text not null unique, password_hash text not null, is_active integer not null default 1, deleted timestamptz);
insert into accounts (id, username, password_hash, is_active) values ('a', 'ada@people.test', :'bcrypt_2b', 1), ('b', 'grace@people.test', :'bcrypt_2b', 1), ('c', 'joan@people.test', :'bcrypt_2b', 0);
