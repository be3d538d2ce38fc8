-- A tutorial of NestJS: the refresh token is a column of the user, and roles are in another table.
create table "user" (id serial primary key, email character varying not null unique, password character varying not null, "currentHashedRefreshToken" character varying, "stripeCustomerId" character varying, "isActive" boolean not null default true, "isEmailConfirmed" boolean not null default false, "createdAt" timestamp not null default now(), "updateAt" timestamp not null default now());
create table role (id serial primary key, name varchar not null unique);
create table user_roles_role ("userId" integer references "user" on delete cascade, "roleId" integer references role on delete cascade, primary key ("userId", "roleId"));
insert into "user" (email, password) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
