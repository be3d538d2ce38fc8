-- FastAPI with FastAPI-Users and SQLAlchemy: a table named by a word of SQL, hashes of argon2id, links to other providers.
create table alembic_version (version_num varchar(32) primary key);
create table "user" (
  id uuid primary key,
  email varchar(320) not null,
  hashed_password varchar(1024) not null,
  is_active boolean not null,
  is_superuser boolean not null,
  is_verified boolean not null
);
create unique index ix_user_email on "user" (email);
create table accesstoken (user_id uuid not null references "user" on delete cascade, token varchar(43) primary key, created_at timestamptz not null);
create index ix_accesstoken_created_at on accesstoken (created_at);
create table oauth_account (
  user_id uuid not null references "user" on delete cascade,
  id uuid primary key, oauth_name varchar(100) not null, access_token varchar(1024) not null, expires_at integer,
  refresh_token varchar(1024), account_id varchar(320) not null, account_email varchar(320) not null
);
insert into "user" values
  ('00000000-0000-4000-8000-000000000001', 'ada@people.test', :'argon2id', true, false, true),
  ('00000000-0000-4000-8000-000000000002', 'grace@people.test', :'argon2id', true, false, false),
  ('00000000-0000-4000-8000-000000000003', 'joan@people.test', :'argon2id', false, false, false);
