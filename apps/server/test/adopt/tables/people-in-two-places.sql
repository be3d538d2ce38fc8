-- Identity in one table, the account with the password in another, the address in the first: joined by the account's column.
create table person (person_id serial primary key, given_name text, email_address text unique);
create table login_account (login_id serial primary key, person_id integer not null unique references person, login_name text not null unique, password_hash text not null, password_changed timestamptz, failed_attempts smallint not null default 0, locked_until timestamptz);
create table login_session (session_id uuid primary key, login_id integer not null references login_account on delete cascade, ip inet, expires timestamptz);
insert into person (given_name, email_address) values ('Ada', 'ada@people.test'), ('Grace', 'grace@people.test'), ('Kay', 'kay@people.test');
insert into login_account (person_id, login_name, password_hash) values (1, 'ada', :'argon2id'), (2, 'grace', :'argon2id');
