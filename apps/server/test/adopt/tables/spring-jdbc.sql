-- Spring Security's own schema: the key is the sign-in name, which is an address here.
create table users (username varchar(50) primary key, password varchar(500) not null, enabled boolean not null);
create table authorities (username varchar(50) not null references users, authority varchar(50) not null);
create unique index ix_auth_username on authorities (username, authority);
insert into users values ('ada@people.test', :'spring_bcrypt', true), ('grace@people.test', :'spring_bcrypt', true);
