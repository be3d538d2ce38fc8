-- Several tenants in one table: only tenant and number together say who it is.
create table users (tenant_id integer not null, user_no integer not null, email text not null, password text not null, primary key (tenant_id, user_no), unique (tenant_id, email));
insert into users values (1, 1, 'ada@people.test', :'bcrypt_2b'), (2, 1, 'grace@people.test', :'bcrypt_2b');
