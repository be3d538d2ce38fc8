-- Several tenants; the id is unique by itself, the address is not.
create table tenants (id serial primary key, name text not null);
create table users (id bigserial primary key, tenant_id integer not null references tenants, email text not null, password_hash text not null, unique (tenant_id, email));
insert into tenants (name) values ('one'), ('two');
insert into users (tenant_id, email, password_hash) values (1, 'ada@people.test', :'bcrypt_2b'), (2, 'ada@people.test', :'bcrypt_2b'), (2, 'grace@people.test', :'bcrypt_2b');
