-- Payload with two collections that sign in.
create table payload_migrations (id serial primary key, name varchar, batch numeric, updated_at timestamptz(3) not null default now(), created_at timestamptz(3) not null default now());
create table users (id serial primary key, updated_at timestamptz(3) not null default now(), created_at timestamptz(3) not null default now(), email varchar not null, reset_password_token varchar, reset_password_expiration timestamptz(3), salt varchar, hash varchar, login_attempts numeric default 0, lock_until timestamptz(3));
create unique index users_email_idx on users (email);
create table users_sessions (_order integer not null, _parent_id integer not null references users on delete cascade, id varchar primary key, created_at timestamptz(3), expires_at timestamptz(3) not null);
create index users_sessions_parent_id_idx on users_sessions (_parent_id);
create table customers (like users including all);
create table customers_sessions (_order integer not null, _parent_id integer not null references customers on delete cascade, id varchar primary key, created_at timestamptz(3), expires_at timestamptz(3) not null);
insert into users (email, hash, salt) values ('ada@people.test', :'payload_hash', :'payload_salt');
insert into customers (email, hash, salt) values ('grace@people.test', :'payload_hash', :'payload_salt'), ('joan@people.test', :'payload_hash', :'payload_salt');
