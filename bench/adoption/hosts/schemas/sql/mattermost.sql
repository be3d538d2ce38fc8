-- Mattermost's tables for users and sessions: times are milliseconds since 1970.
create table db_migrations (version bigint primary key, name varchar not null);
create table users (
  id varchar(26) primary key,
  createat bigint,
  updateat bigint,
  deleteat bigint,
  username varchar(64) unique,
  password varchar(128),
  authdata varchar(128) unique,
  authservice varchar(32),
  email varchar(128) unique,
  emailverified boolean,
  nickname varchar(64),
  roles varchar(256),
  lastpasswordupdate bigint,
  failedattempts integer,
  locale varchar(5),
  mfaactive boolean
);
create table sessions (
  id varchar(26) primary key,
  token varchar(26),
  createat bigint,
  expiresat bigint,
  userid varchar(26),
  deviceid varchar(512)
);
create index idx_sessions_user_id on sessions (userid);
create index idx_sessions_token on sessions (token);
create table useraccesstokens (
  id varchar(26) primary key,
  token varchar(26) unique,
  userid varchar(26),
  description varchar(512),
  isactive boolean
);
create index idx_user_access_tokens_user_id on useraccesstokens (userid);
