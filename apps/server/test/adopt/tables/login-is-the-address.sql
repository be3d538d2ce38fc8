-- The address is in a column called login.
create table clients (client_no integer primary key, login varchar(100) not null unique, pass varchar(100) not null, lang char(2), contact_email varchar(100));
insert into clients values (1, 'ada@people.test', :'bcrypt_2y', 'en', 'office@people.test'), (2, 'grace@people.test', :'bcrypt_2y', 'de', 'office@people.test'), (3, 'joan@people.test', :'bcrypt_2y', 'de', null);
