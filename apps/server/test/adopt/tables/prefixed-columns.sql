-- Every column begins with the name of the table, flags are letters and times are numbers.
create table cust (
  cust_no varchar(12) primary key, cust_mail varchar(120) not null, cust_pwd varchar(100), cust_status char(1) not null default 'A', cust_locked char(1) not null default 'N',
  cust_lang varchar(5), cust_updated bigint, cust_pwd_changed integer, cust_session_token varchar(64)
);
create table cust_session (sess_key varchar(64) primary key, cust_no varchar(12) not null references cust, sess_expires bigint not null);
insert into cust (cust_no, cust_mail, cust_pwd, cust_status, cust_lang, cust_updated, cust_pwd_changed) values
  ('C1', 'ada@people.test', :'bcrypt_2y', 'A', 'en', 1760000000, 0), ('C2', 'grace@people.test', :'bcrypt_2y', 'A', 'de', 1760000000, 1), ('C3', 'joan@people.test', :'bcrypt_2y', 'X', 'de', 1760000000, 0);
