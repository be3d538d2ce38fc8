-- Automation, like n8n: a table for auth identities, a secret for MFA, a schema of times with three digits.
create table migrations (id serial primary key, "timestamp" bigint not null, name varchar not null);
create table "user" (
  id uuid primary key default gen_random_uuid(), email varchar(255) unique, "firstName" varchar(32), "lastName" varchar(32), password varchar(255), "personalizationAnswers" json,
  "createdAt" timestamptz(3) not null default current_timestamp(3), "updatedAt" timestamptz(3) not null default current_timestamp(3), settings json,
  disabled boolean not null default false, "mfaEnabled" boolean not null default false, "mfaSecret" text, "mfaRecoveryCodes" text, "lastActiveAt" date
);
create table auth_identity ("userId" uuid references "user", "providerId" varchar(64) not null, "providerType" varchar(32) not null, primary key ("providerId", "providerType"));
create table auth_provider_sync_history (id serial primary key, "providerType" varchar(32) not null, status text not null);
create table invalid_auth_token (token varchar(512) primary key, "expiresAt" timestamptz(3) not null);
create table user_api_keys (id varchar(36) primary key, "userId" uuid not null references "user" on delete cascade, label varchar(100) not null, "apiKey" varchar not null);
create table credentials_entity (id varchar(36) primary key, name varchar(128) not null, data text not null, type varchar(128) not null);
insert into "user" (email, password) values ('ada@people.test', :'bcrypt_2a'), ('grace@people.test', :'bcrypt_2a'), (null, null);
insert into credentials_entity values ('c1', 'mail', 'U2FsdGVkX1', 'smtp');
