-- A signing service, like documenso: upper-case tables, a nullable password, sessions in rows.
create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, migration_name varchar(255) not null);
create type "IdentityProvider" as enum ('DOCUMENSO', 'GOOGLE', 'OIDC');
create table "User" (
  id serial primary key, name text, email text not null unique, "emailVerified" timestamp(3), password text, source text, signature text,
  "createdAt" timestamp(3) not null default current_timestamp, "updatedAt" timestamp(3) not null default current_timestamp, "lastSignedIn" timestamp(3) not null default current_timestamp,
  "identityProvider" "IdentityProvider" not null default 'DOCUMENSO', disabled boolean not null default false,
  "twoFactorSecret" text, "twoFactorEnabled" boolean not null default false, "twoFactorBackupCodes" text
);
create table "Session" (
  id text primary key, "sessionToken" text not null unique, "userId" integer not null references "User" on delete cascade, "ipAddress" text, "userAgent" text,
  "createdAt" timestamp(3) not null default current_timestamp, "updatedAt" timestamp(3) not null, "expiresAt" timestamp(3) not null
);
create index "Session_userId_idx" on "Session" ("userId");
create table "Account" (id text primary key, "userId" integer not null references "User" on delete cascade, type text not null, provider text not null, "providerAccountId" text not null, access_token text, password text);
create table "PasswordResetToken" (id serial primary key, token text not null unique, expiry timestamp(3) not null, "userId" integer not null references "User" on delete cascade);
create table "Passkey" (id text primary key, "userId" integer not null references "User" on delete cascade, name text not null, "credentialId" bytea not null);
create table "VerificationToken" (id serial primary key, "secondaryId" text not null unique, identifier text not null, token text not null unique, expires timestamp(3) not null, "userId" integer not null references "User" on delete cascade);
create table "UserSecurityAuditLog" (id serial primary key, "userId" integer not null references "User" on delete cascade, type text not null, "userAgent" text, "ipAddress" text);
create table "ApiToken" (id serial primary key, name text not null, token text not null unique, "userId" integer references "User" on delete cascade);
insert into "User" (name, email, password) values ('Ada', 'ada@people.test', :'bcrypt_2b'), ('Grace', 'grace@people.test', :'bcrypt_2b'), ('Joan', 'joan@people.test', null);
insert into "Session" (id, "sessionToken", "userId", "updatedAt", "expiresAt") values ('s1', 'x1', 1, now(), now());
