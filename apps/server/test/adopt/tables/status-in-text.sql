create table users (
  id numeric(20) primary key, email varchar(150) not null unique, pwd varchar(100) not null, status varchar(20) not null, state integer, disabled_at bigint, pwd_changed_at bigint, updated_at bigint not null, login_attempts integer not null default 0
);
insert into users values
  (1, 'ada@people.test', :'bcrypt_2a', 'ACTIVE', 1, null, 1760000000123, 1760000000123, 0), (2, 'grace@people.test', :'bcrypt_2a', 'ACTIVE', 1, null, 1760000000123, 1760000000123, 3), (3, 'joan@people.test', :'bcrypt_2a', 'BANNED', 2, null, 1760000000123, 1760000000123, 0);
