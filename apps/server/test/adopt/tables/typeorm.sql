-- TypeORM with its naming of before: a plural table, camel case, soft delete, a version for optimistic locking.
create extension "uuid-ossp";
create table migrations (id serial primary key, "timestamp" bigint not null, name varchar not null);
create table users (
  id uuid primary key default uuid_generate_v4(),
  "firstName" varchar not null,
  email varchar not null constraint "UQ_97672ac88f789774dd47f7c8be3" unique,
  "passwordHash" varchar not null,
  "refreshTokenHash" varchar,
  "resetPasswordToken" varchar,
  "resetPasswordExpires" timestamp,
  "isEmailConfirmed" boolean not null default false,
  "createdAt" timestamp not null default now(),
  "updatedAt" timestamp not null default now(),
  "deletedAt" timestamp,
  version integer not null
);
create table user_sessions (id uuid primary key default uuid_generate_v4(), "userAgent" varchar, ip varchar, "refreshToken" varchar not null, "userId" uuid references users on delete cascade);
create table two_factor_backup_codes (id serial primary key, code varchar not null, "userId" uuid references users on delete cascade);
insert into users ("firstName", email, "passwordHash", version) values
  ('Ada', 'ada@people.test', :'argon2id', 1), ('Grace', 'grace@people.test', :'argon2id', 1), ('Joan', 'joan@people.test', :'argon2id', 3);
