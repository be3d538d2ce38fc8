-- Sequelize: quoted plural tables, "createdAt" and "updatedAt" not null, columns of hand-written migrations in snake case.
create table "SequelizeMeta" (name varchar(255) primary key);
create type "enum_Users_status" as enum ('active', 'pending', 'suspended');
create table "Users" (
  id serial primary key,
  "userName" varchar(255) not null unique,
  "emailAddress" varchar(255) not null unique,
  password_hash varchar(255) not null,
  status "enum_Users_status" not null default 'active',
  token_version integer not null default 0,
  failed_login_attempts integer default 0,
  locked_until timestamptz,
  "lastLoginAt" timestamptz,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "deletedAt" timestamptz
);
create table "Sessions" (sid varchar(36) primary key, expires timestamptz, data text, "createdAt" timestamptz not null, "updatedAt" timestamptz not null);
create table "RefreshTokens" (id serial primary key, token varchar(255), "expiryDate" timestamptz, "createdAt" timestamptz not null, "updatedAt" timestamptz not null, "UserId" integer references "Users" on delete set null);
create table "PasswordHistories" (id serial primary key, "UserId" integer references "Users", password_hash varchar(255) not null, "createdAt" timestamptz not null);
insert into "Users" ("userName", "emailAddress", password_hash, status, "createdAt", "updatedAt") values
  ('ada', 'ada@people.test', :'bcrypt_2a', 'active', now(), now()), ('grace', 'grace@people.test', :'bcrypt_2a', 'active', now(), now()),
  ('joan', 'joan@people.test', :'bcrypt_2a', 'suspended', now(), now());
insert into "PasswordHistories" ("UserId", password_hash, "createdAt") select id, password_hash, now() from "Users", generate_series(1, 3);
