-- citext in a schema of extensions, under a domain, and a nullable address.
create schema extensions;
create extension citext schema extensions;
create domain email_address as extensions.citext check (value like '%@%');
create table members (id uuid primary key default gen_random_uuid(), email email_address unique, encrypted_pw text, updated_at timestamptz not null default now());
insert into members (email, encrypted_pw) values ('Ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b'), (null, null);
