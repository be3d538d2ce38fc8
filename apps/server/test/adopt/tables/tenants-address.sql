-- People of a tenant sign in with a name; only the tenant has an address.
create table tenants (id serial primary key, name text not null, email text not null unique);
create table users (id serial primary key, tenant_id integer not null references tenants, username text not null unique, password text not null);
insert into tenants (name, email) values ('one', 'office@people.test'), ('two', 'desk@people.test');
insert into users (tenant_id, username, password) values (1, 'ada', :'bcrypt_2b'), (2, 'grace', :'bcrypt_2b');
