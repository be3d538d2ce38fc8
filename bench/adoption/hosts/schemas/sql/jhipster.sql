-- What JHipster's Liquibase files make: a column of exactly 60 characters for bcrypt.
create table databasechangelog (id varchar(255) not null, author varchar(255) not null, filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted integer not null, exectype varchar(10) not null, md5sum varchar(35));
create table databasechangeloglock (id integer primary key, locked boolean not null, lockgranted timestamp, lockedby varchar(255));
create sequence sequence_generator start 1050 increment 50;
create table jhi_user (
  id bigint primary key default nextval('sequence_generator'),
  login varchar(50) not null unique,
  password_hash varchar(60) not null,
  first_name varchar(50),
  last_name varchar(50),
  email varchar(191) unique,
  image_url varchar(256),
  activated boolean not null,
  lang_key varchar(10),
  activation_key varchar(20),
  reset_key varchar(20),
  created_by varchar(50) not null,
  created_date timestamp,
  reset_date timestamp,
  last_modified_by varchar(50),
  last_modified_date timestamp
);
create table jhi_authority (name varchar(50) primary key);
create table jhi_user_authority (
  user_id bigint not null references jhi_user,
  authority_name varchar(50) not null references jhi_authority,
  primary key (user_id, authority_name)
);
