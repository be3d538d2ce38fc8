-- bcrypt of cost 10, then 12: what is written today is the newer.
create table users (id serial primary key, email text not null unique, password text not null, created_at timestamptz not null);
insert into users (email, password, created_at) values
  ('ada@people.test', :'bcrypt_2b_10', '2019-01-01'), ('ben@people.test', :'bcrypt_2b_10', '2019-02-01'), ('kay@people.test', :'bcrypt_2b_10', '2019-03-01'), ('joan@people.test', :'bcrypt_2b_12', '2024-02-01');
