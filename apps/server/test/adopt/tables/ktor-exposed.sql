-- Ktor with Exposed: the plainest of tables, bcrypt of Java.
create table users (id serial primary key, email varchar(128) not null, password varchar(64) not null, display_name varchar(64));
create unique index users_email_unique on users (email);
create table user_sessions (id varchar(64) primary key, value text not null);
insert into users (email, password) values ('ada@people.test', :'bcrypt_2a'), ('grace@people.test', :'bcrypt_2a');
