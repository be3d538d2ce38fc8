-- A table of servers has passwords too, and sign-in names that are addresses.
create table users (id serial primary key, email text not null unique, password text not null);
create table mail_servers (id serial primary key, host text not null, username text not null, password text not null, owner_id integer references users);
create table wifi (id serial primary key, ssid text not null, passphrase text not null);
insert into users (email, password) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
insert into mail_servers (host, username, password) values ('smtp', 'robot@people.test', :'clear_1'), ('imap', 'other@people.test', :'clear_2');
