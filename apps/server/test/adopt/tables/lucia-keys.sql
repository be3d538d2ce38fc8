-- Lucia of before: keys of several kinds, of which one has the password, and a key in the form provider:address.
create table auth_user (id varchar(15) primary key, email varchar(255) unique, email_verified boolean not null default false);
create table user_key (id varchar(255) primary key, user_id varchar(15) not null references auth_user, hashed_password varchar(255));
create table user_session (id varchar(127) primary key, user_id varchar(15) not null references auth_user, active_expires bigint not null, idle_expires bigint not null);
create index on user_session (user_id);
insert into auth_user values ('u1', 'ada@people.test'), ('u2', 'grace@people.test');
insert into user_key values ('email:ada@people.test', 'u1', :'argon2id'), ('github:1', 'u1', null), ('email:grace@people.test', 'u2', :'argon2id');
