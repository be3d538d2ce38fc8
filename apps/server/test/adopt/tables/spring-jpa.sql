-- Spring Boot with JPA and Flyway: a delegating encoder, remember-me as Spring makes it, which names people by the sign-in name.
create table flyway_schema_history (installed_rank integer primary key, version varchar(50), description varchar(200) not null, success boolean not null);
create sequence app_user_seq increment by 50;
create table app_user (
  id bigint primary key,
  version bigint not null,
  email varchar(255) not null unique,
  password varchar(255) not null,
  enabled boolean not null,
  account_non_locked boolean not null,
  last_modified_date timestamp(6)
);
create table persistent_logins (username varchar(64) not null, series varchar(64) primary key, token varchar(64) not null, last_used timestamp not null);
create table spring_session (
  primary_id char(36) primary key, session_id char(36) not null unique, creation_time bigint not null, last_access_time bigint not null,
  max_inactive_interval integer not null, expiry_time bigint not null, principal_name varchar(100)
);
create index spring_session_ix3 on spring_session (principal_name);
create table spring_session_attributes (session_primary_id char(36) references spring_session on delete cascade, attribute_name varchar(200), attribute_bytes bytea not null, primary key (session_primary_id, attribute_name));
insert into app_user values
  (1, 0, 'ada@people.test', :'spring_bcrypt', true, true, now()), (51, 0, 'grace@people.test', :'spring_bcrypt', true, true, now()), (101, 2, 'joan@people.test', :'spring_bcrypt', true, false, now());
