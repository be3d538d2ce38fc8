-- A calendar for bookings, like cal.com: the password in a table of its own, whose key is the user.
create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, migration_name varchar(255) not null);
create type "IdentityProvider" as enum ('CAL', 'GOOGLE', 'SAML');
create table users (
  id serial primary key, username text, name text, email text not null unique, "emailVerified" timestamp(3), "timeZone" text not null default 'Europe/London',
  "identityProvider" "IdentityProvider" not null default 'CAL', "twoFactorEnabled" boolean not null default false, "twoFactorSecret" text, "backupCodes" text,
  locale text, locked boolean not null default false, "createdDate" timestamp(3) not null default current_timestamp
);
create table "UserPassword" (hash text not null, "userId" integer not null unique references users on delete cascade);
create table "Session" (id text primary key, "sessionToken" text not null unique, "userId" integer not null references users on delete cascade, expires timestamp(3) not null);
create table "Account" (id text primary key, "userId" integer not null references users on delete cascade, type text not null, provider text not null, "providerAccountId" text not null, refresh_token text, access_token text, id_token text);
create table "ResetPasswordRequest" (id text primary key, email text not null, expires timestamp(3) not null, "createdAt" timestamp(3) not null);
create table "VerificationToken" (id serial primary key, identifier text not null, token text not null unique, expires timestamp(3) not null);
create table "ApiKey" (id text primary key, "userId" integer not null references users on delete cascade, "hashedKey" text not null unique, "expiresAt" timestamp(3));
create table "AccessCode" (id serial primary key, code text not null, "userId" integer references users on delete cascade, "expiresAt" timestamp(3));
create table "Webhook" (id text primary key, "userId" integer references users on delete cascade, secret text);
create table "Credential" (id serial primary key, type text not null, key jsonb not null, "userId" integer references users on delete cascade);
insert into users (username, email, locale) values ('ada', 'ada@people.test', 'en'), ('grace', 'grace@people.test', 'pt-BR'), ('joan', 'joan@people.test', 'de');
insert into "UserPassword" select :'bcrypt_2b', id from users where username <> 'joan';
