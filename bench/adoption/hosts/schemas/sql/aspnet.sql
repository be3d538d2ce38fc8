-- What Entity Framework's migrations make for ASP.NET Core Identity.
create table "__EFMigrationsHistory" ("MigrationId" varchar(150) primary key, "ProductVersion" varchar(32) not null);
create table "AspNetUsers" (
  "Id" text primary key,
  "UserName" varchar(256),
  "NormalizedUserName" varchar(256),
  "Email" varchar(256),
  "NormalizedEmail" varchar(256),
  "EmailConfirmed" boolean not null,
  "PasswordHash" text,
  "SecurityStamp" text,
  "ConcurrencyStamp" text,
  "PhoneNumber" text,
  "PhoneNumberConfirmed" boolean not null,
  "TwoFactorEnabled" boolean not null,
  "LockoutEnd" timestamptz,
  "LockoutEnabled" boolean not null,
  "AccessFailedCount" integer not null
);
create index "EmailIndex" on "AspNetUsers" ("NormalizedEmail");
create unique index "UserNameIndex" on "AspNetUsers" ("NormalizedUserName");
create table "AspNetUserTokens" (
  "UserId" text not null references "AspNetUsers" on delete cascade,
  "LoginProvider" text not null,
  "Name" text not null,
  "Value" text,
  primary key ("UserId", "LoginProvider", "Name")
);
create table "AspNetUserLogins" (
  "LoginProvider" text not null,
  "ProviderKey" text not null,
  "ProviderDisplayName" text,
  "UserId" text not null references "AspNetUsers" on delete cascade,
  primary key ("LoginProvider", "ProviderKey")
);
create index "IX_AspNetUserLogins_UserId" on "AspNetUserLogins" ("UserId");
