-- NestJS with Prisma: names in camel case, cuid, and "updatedAt" without a default, because its client writes it.
create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, migration_name varchar(255) not null, finished_at timestamptz);
create type "Role" as enum ('USER', 'ADMIN');
create table "User" (
  id text primary key,
  email text not null,
  name text,
  password text not null,
  role "Role" not null default 'USER',
  "isActive" boolean not null default true,
  "emailVerified" boolean not null default false,
  "twoFactorSecret" text,
  "createdAt" timestamp(3) not null default current_timestamp,
  "updatedAt" timestamp(3) not null
);
create unique index "User_email_key" on "User" (email);
create table "RefreshToken" (
  id text primary key,
  "hashedToken" text not null,
  "userId" text not null references "User" on delete cascade,
  revoked boolean not null default false,
  "expireAt" timestamp(3) not null,
  "createdAt" timestamp(3) not null default current_timestamp
);
create index "RefreshToken_userId_idx" on "RefreshToken" ("userId");
create table "PasswordReset" (id text primary key, "userId" text not null references "User" on delete cascade, token text not null, "expiresAt" timestamp(3) not null);
create table "EmailVerification" (id text primary key, "userId" text not null references "User" on delete cascade, token text not null, "expiresAt" timestamp(3) not null);
create table "LoginHistory" (id text primary key, "userId" text not null references "User" on delete cascade, ip text, "userAgent" text, "createdAt" timestamp(3) not null);
create table "PushToken" (id text primary key, "userId" text not null references "User" on delete cascade, token text not null);
create table "ApiKey" (id text primary key, "userId" text not null references "User" on delete cascade, "keyHash" text not null);
insert into "User" (id, email, password, "updatedAt") values
  ('cm1a', 'ada@people.test', :'bcrypt_2b', now()), ('cm1b', 'grace@people.test', :'bcrypt_2b', now()), ('cm1c', 'joan@people.test', :'bcrypt_2b', now());
