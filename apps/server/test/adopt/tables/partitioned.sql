-- Users in partitions by region.
create table users (id bigint not null, region text not null, email text not null, password_hash text not null, primary key (id, region)) partition by list (region);
create table users_eu partition of users for values in ('eu');
create table users_us partition of users for values in ('us');
insert into users values (1, 'eu', 'ada@people.test', :'bcrypt_2b'), (2, 'us', 'grace@people.test', :'bcrypt_2b');
