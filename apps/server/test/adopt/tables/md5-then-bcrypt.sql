-- Old MD5, and bcrypt since some day.
create table users (id serial primary key, email text not null unique, password text not null, created_at timestamptz not null);
insert into users (email, password, created_at) values
  ('ada@people.test', :'md5', '2015-01-01'), ('ben@people.test', :'md5', '2015-02-01'), ('kay@people.test', :'md5', '2015-03-01'), ('grace@people.test', :'bcrypt_2b_12', '2024-01-01'), ('joan@people.test', :'bcrypt_2b_12', '2024-02-01');
