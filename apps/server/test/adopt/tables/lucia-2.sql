-- The same with the hash of Lucia 2, which Latchkey does not write.
create table auth_user (id varchar(15) primary key, email varchar(255) unique);
create table user_key (id varchar(255) primary key, user_id varchar(15) not null references auth_user, hashed_password varchar(255));
insert into auth_user values ('u1', 'ada@people.test'), ('u2', 'grace@people.test');
insert into user_key values ('email:ada@people.test', 'u1', :'lucia_2'), ('email:grace@people.test', 'u2', :'lucia_2');
